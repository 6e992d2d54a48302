-- Local: requests that were refused before they reached anything, counted by the minute.
CREATE TABLE refusals (
    minute BIGINT NOT NULL,
    kind TEXT NOT NULL,
    node_id UUID NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (minute, kind, node_id)
);
