-- Held: what visitors asked and were not answered well, counted as turns and thumbs come, with what
-- the team decided about it. folded: the question without case, marks and spacing. version: the bot's
-- when it was decided, so that a question which comes again after a later publish is open again.
CREATE TABLE open_questions (
    bot_id UUID NOT NULL,
    id UUID NOT NULL,
    reason TEXT NOT NULL,
    folded TEXT NOT NULL,
    question TEXT NOT NULL,
    locale TEXT,
    n_times BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    conversation_id UUID NOT NULL,
    state TEXT NOT NULL,
    until BIGINT,
    article_id UUID,
    utterance_id UUID,
    version BIGINT,
    PRIMARY KEY (bot_id, id),
    UNIQUE (bot_id, reason, folded)
);
CREATE INDEX open_questions_until ON open_questions (until) WHERE until IS NOT NULL;
CREATE INDEX open_questions_by_state ON open_questions (bot_id, state, reason, n_times, id);
