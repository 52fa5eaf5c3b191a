SELECT count(*) AS trials, count(r.trial_id) AS recorded,
  count(r.trial_id) FILTER (t.status IN ('timed_out', 'failed')) AS cut
FROM trials t LEFT JOIN (
  SELECT DISTINCT p.trial_id FROM trajectories p
    JOIN trials s ON s.trial_id = p.trial_id
  WHERE p.${x} IS NOT NULL
    AND (p.${y} IS NOT NULL OR s.status IN ('diverged', 'left_domain'))) r
  ON r.trial_id = t.trial_id
