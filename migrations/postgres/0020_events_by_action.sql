-- What was done lately of one kind, such as sign-ins that were refused, wherever it was.
CREATE INDEX audit_events_by_action ON audit_events (action, at);
