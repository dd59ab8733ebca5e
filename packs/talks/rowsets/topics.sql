-- Evidence: one row per count of a topic.
select t.record_id, t.unit, t.occasions as qty, t.topic, t.counted_on as day
from talks_topic_count as t
