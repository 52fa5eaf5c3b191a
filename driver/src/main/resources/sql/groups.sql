SELECT ${by}${place} AS ${x}, count(*) AS trials, count(${y}) AS "with a value",
       median(${y}) AS "median", quantile_cont(${y}, 0.1) AS "10 %",
       quantile_cont(${y}, 0.9) AS "90 %"${theory}
FROM ${source} GROUP BY ${by}place ORDER BY ${by}place
