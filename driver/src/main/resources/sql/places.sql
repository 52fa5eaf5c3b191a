SELECT ${by}status, count(*) AS trials,
  count(*) * 1.0 / sum(count(*)) OVER (${partition}) AS share${ranges}
FROM trials GROUP BY ${by}status ORDER BY ${by}list_position([${statuses}], status)
