WITH ranked AS (
  SELECT trial_id, status, ${renamed}dense_rank() OVER (ORDER BY ${order}) AS g,
         dense_rank() OVER (ORDER BY ${line_order}) AS line,
         row_number() OVER (${partition} ORDER BY trial_id) AS r,
         count(*) OVER (${partition}) AS trials
  FROM trials),
counted AS (SELECT *, max(line) OVER () AS groups FROM ranked),
chosen AS (
  SELECT * FROM counted
  WHERE r <= ${most_trials}
    AND (groups <= ${most_lines} OR line = 1 OR line = groups
         OR floor((line - 1) * (${most_lines} - 1.0) / (groups - 1))
            > floor((line - 2) * (${most_lines} - 1.0) / (groups - 1)))),
points AS (
  SELECT c.g, t.trial_id, t.${x} AS x,
         CASE WHEN t.${y} IS NULL AND c.status IN ('diverged', 'left_domain')
              THEN CAST('infinity' AS DOUBLE) ELSE t.${y} END AS y
  FROM trajectories t JOIN chosen c USING (trial_id) WHERE t.${x} IS NOT NULL),
valued AS (
  SELECT *, lead(x) OVER (PARTITION BY trial_id ORDER BY x) AS next_x,
         lead(y) OVER (PARTITION BY trial_id ORDER BY x) AS next_y
  FROM points WHERE y IS NOT NULL),
places AS (
  SELECT g, x, row_number() OVER (PARTITION BY g ORDER BY x) AS r,
         count(*) OVER (PARTITION BY g) AS c
  FROM (SELECT DISTINCT g, x FROM valued)),
grid AS (
  SELECT g, x FROM places
  WHERE c <= ${most_places} OR r = 1 OR r = c
     OR floor(r * ${most_places}.0 / c) > floor((r - 1) * ${most_places}.0 / c)),
ends AS (SELECT g, trial_id, max(x) AS last FROM valued GROUP BY g, trial_id),
asked AS (
  SELECT grid.g, grid.x, e.trial_id, e.last FROM grid JOIN ends e ON grid.g = e.g),
held AS (
  SELECT a.g, a.x, a.trial_id, a.last, CASE
      WHEN a.x = p.x OR p.next_x IS NULL OR isinf(p.next_y) OR isinf(p.y) THEN p.y
      WHEN p.y > 0 AND p.next_y > 0
        THEN exp(ln(p.y) + (ln(p.next_y) - ln(p.y)) * ((a.x - p.x) / (p.next_x - p.x)))
      ELSE p.y + (p.next_y - p.y) * (a.x - p.x) / (p.next_x - p.x) END AS y
  FROM asked a ASOF JOIN valued p ON a.trial_id = p.trial_id AND a.x >= p.x)
SELECT ${labels}x AS ${x}, count(v) AS trials, quantile_cont(v, 0.5) AS "median",
       quantile_cont(v, 0.1) AS "10 %", quantile_cont(v, 0.9) AS "90 %",
       any_value(groups) AS groups, max(trials) AS all_trials,
       (SELECT count(*) FROM ends) AS drawn
FROM (
  SELECT h.g, h.x, c.* EXCLUDE (g), CASE
      WHEN h.x > h.last AND c.status IN ('diverged', 'left_domain')
        THEN CAST('infinity' AS DOUBLE)
      WHEN h.x > h.last AND c.status IN ('timed_out', 'failed') THEN NULL
      ELSE h.y END AS v
  FROM held h JOIN chosen c USING (trial_id))
GROUP BY g, x ORDER BY g, x
