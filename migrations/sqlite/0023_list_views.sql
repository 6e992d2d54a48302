-- How somebody wants a list: the rows of a page, and the columns that they hid, parted by commas.
CREATE TABLE list_views (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    n_rows BIGINT NOT NULL,
    hidden TEXT NOT NULL,
    PRIMARY KEY (user_id, list)
);
