WITH cells AS (
  SELECT ${by}${along}, count(*) AS trials, ${count_statuses} FROM ${rows} GROUP BY ${by}${along}),
ranked AS (SELECT *, ${ranks} FROM cells),
counted AS (SELECT *, ${counts} FROM ranked),
placed AS (SELECT *, ${places} FROM counted),
labelled AS (SELECT *, ${labels} FROM placed)
SELECT ${by}${labelled}, CAST(sum(trials) AS BIGINT) AS trials, ${sum_statuses},
  max(greatest(${counts_of})) AS most
FROM labelled GROUP BY ${by}${labels_of} ORDER BY ${by}${labels_of}
