SELECT *, runs_reached / CAST(runs AS DOUBLE) AS share_reached
FROM (
  SELECT ${lead}metric, level, steps_to_level,
    CAST(sum(finite) OVER (${partition} ORDER BY steps_to_level NULLS LAST) AS BIGINT) AS runs_reached,
    CAST(sum(everyone) OVER (${partition}) AS BIGINT) AS runs
  FROM (
    SELECT ${lead}metric, level, steps_to_level,
      count(steps_to_level) AS finite, count(*) AS everyone
    FROM (
      SELECT ${groups}f.metric, f.level, f.steps_to_level
      FROM fixed_targets f JOIN trials t ON t.trial_id = f.trial_id) AS runs_of_groups
    GROUP BY ${lead}metric, level, steps_to_level) AS counted) AS summed
WHERE steps_to_level IS NOT NULL OR runs_reached = 0
