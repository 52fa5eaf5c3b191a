SELECT t.trial_id, m.metric, b.budget,
  CASE WHEN t.steps >= b.budget OR t.status = 'converged' THEN max_by(r.value, r.step) END AS value_at_budget,
  CASE WHEN t.steps >= b.budget OR t.status = 'converged' THEN min(r.value) END AS best_by_budget,
  CASE WHEN t.steps >= b.budget OR t.status = 'converged' THEN max(r.step) END AS recorded_step
FROM trials t CROSS JOIN ${metrics} CROSS JOIN (VALUES ${budgets}) AS b(budget)
  LEFT JOIN recorded r
    ON r.trial_id = t.trial_id AND r.metric = m.metric AND r.step <= b.budget
GROUP BY t.trial_id, m.metric, b.budget, t.steps, t.status
