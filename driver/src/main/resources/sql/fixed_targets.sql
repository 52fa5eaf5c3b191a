SELECT t.trial_id, m.metric, l.level,
  min(r.step) AS steps_to_level, min(r.time) AS time_to_level
FROM trials t CROSS JOIN ${metrics} CROSS JOIN (VALUES ${levels}) AS l(level)
  LEFT JOIN recorded r
    ON r.trial_id = t.trial_id AND r.metric = m.metric AND r.value <= l.level
GROUP BY t.trial_id, m.metric, l.level
