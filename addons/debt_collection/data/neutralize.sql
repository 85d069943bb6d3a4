-- A copy for trying things out sends nothing to debtors: what waited to be sent is
-- given up, and jobs that waited for a worker are not done.
UPDATE debt_dispatch
   SET state = 'cancelled'
 WHERE state IN ('queued', 'refused', 'sending');
UPDATE queue_job
   SET state = 'cancelled'
 WHERE model_name LIKE 'debt.%'
   AND state IN ('wait_dependencies', 'pending', 'enqueued', 'started');
