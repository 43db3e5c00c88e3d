/** The schema of one account's history, step by step; a step that has been released never changes. */
export const historySchema: readonly string[] = [
  `
  CREATE TABLE messages (
    row INTEGER PRIMARY KEY,
    message_key TEXT NOT NULL UNIQUE,
    dialog_id TEXT NOT NULL,
    wire_id TEXT,
    client_message_id TEXT,
    sender_id TEXT NOT NULL,
    content TEXT NOT NULL,
    type TEXT NOT NULL,
    -- 1 for what has no place among the server's messages yet: it sorts last.
    pending INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sort_id TEXT NOT NULL,
    seq INTEGER,
    state TEXT NOT NULL,
    failure TEXT,
    reactions TEXT NOT NULL,
    meta TEXT NOT NULL
  );
  CREATE UNIQUE INDEX messages_order ON messages (dialog_id, pending, created_at, sort_id);
  CREATE UNIQUE INDEX messages_client_id ON messages (sender_id, client_message_id)
    WHERE client_message_id IS NOT NULL;

  CREATE TABLE aliases (
    wire_id TEXT PRIMARY KEY,
    message_key TEXT NOT NULL REFERENCES messages (message_key) ON DELETE CASCADE
  ) WITHOUT ROWID;
  CREATE INDEX aliases_of_message ON aliases (message_key);

  CREATE TABLE dialogs (
    dialog_id TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE marks (
    dialog_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    delivered_seq INTEGER NOT NULL,
    read_seq INTEGER NOT NULL,
    delivered_at INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (dialog_id, user_id)
  ) WITHOUT ROWID;

  CREATE TABLE drafts (
    dialog_id TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE users (
    user_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT
  ) WITHOUT ROWID;

  CREATE TABLE outbox (
    client_message_id TEXT PRIMARY KEY,
    message_key TEXT NOT NULL,
    dialog_id TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    ambiguous INTEGER NOT NULL,
    held INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- Holds no text of its own. The folding of «ё» is the one thing its tokenizer does not do.
  CREATE VIRTUAL TABLE words USING fts5(
    content, content = '', tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER words_of_new_message AFTER INSERT ON messages BEGIN
    INSERT INTO words (rowid, content)
      VALUES (new.row, replace(replace(new.content, 'ё', 'е'), 'Ё', 'Е'));
  END;
  CREATE TRIGGER words_of_changed_message AFTER UPDATE OF content ON messages
    WHEN new.content <> old.content BEGIN
    INSERT INTO words (words, rowid, content)
      VALUES ('delete', old.row, replace(replace(old.content, 'ё', 'е'), 'Ё', 'Е'));
    INSERT INTO words (rowid, content)
      VALUES (new.row, replace(replace(new.content, 'ё', 'е'), 'Ё', 'Е'));
  END;
  CREATE TRIGGER words_of_removed_message AFTER DELETE ON messages BEGIN
    INSERT INTO words (words, rowid, content)
      VALUES ('delete', old.row, replace(replace(old.content, 'ё', 'е'), 'Ё', 'Е'));
  END;
  INSERT INTO words (rowid, content)
    SELECT row, replace(replace(content, 'ё', 'е'), 'Ё', 'Е') FROM messages;
  `,
  `
  -- What the person was told about; it outlives the messages, so that downloading them again is no news.
  CREATE TABLE announced (
    number INTEGER PRIMARY KEY,
    message_key TEXT NOT NULL UNIQUE
  );
  CREATE TABLE fresh_from (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    at INTEGER NOT NULL
  );
  `,
  `
  DROP TRIGGER words_of_new_message;
  DROP TRIGGER words_of_changed_message;
  DROP TRIGGER words_of_removed_message;
  DROP TABLE words;
  -- Three neighbouring characters of the searched form of a text; see historySearch.ts. SQL cannot make that form: rows wait
  -- in "unindexed" until the program has made it.
  CREATE VIRTUAL TABLE grams USING fts5(
    content, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
  );
  CREATE TABLE unindexed (row INTEGER PRIMARY KEY);
  CREATE TRIGGER index_new_message AFTER INSERT ON messages BEGIN
    INSERT OR IGNORE INTO unindexed (row) VALUES (new.row);
  END;
  CREATE TRIGGER index_changed_message AFTER UPDATE OF content ON messages
    WHEN new.content <> old.content BEGIN
    INSERT OR IGNORE INTO unindexed (row) VALUES (new.row);
  END;
  CREATE TRIGGER forget_removed_message AFTER DELETE ON messages BEGIN
    DELETE FROM grams WHERE rowid = old.row;
    DELETE FROM unindexed WHERE row = old.row;
  END;
  INSERT INTO unindexed (row) SELECT row FROM messages;
  `,
  `
  -- Messages of one millisecond stood by their random ids; see shared/tie.ts.
  UPDATE messages SET sort_id = coalesce(
    (SELECT min(wire_id) FROM aliases WHERE aliases.message_key = messages.message_key
      AND length(aliases.wire_id) = 24 AND aliases.wire_id NOT GLOB '*[^0-9a-f]*'
      AND aliases.wire_id <> messages.wire_id) || ' ' || wire_id, sort_id)
    WHERE pending = 0;
  `,
  `
  CREATE TABLE resends (
    client_message_id TEXT PRIMARY KEY,
    message_key TEXT NOT NULL,
    dialog_id TEXT NOT NULL,
    settled_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- An upsert decides about conflicts for the triggers it fires, too: «OR IGNORE» in them meant nothing.
  DROP TRIGGER index_new_message;
  DROP TRIGGER index_changed_message;
  CREATE TRIGGER index_new_message AFTER INSERT ON messages BEGIN
    INSERT INTO unindexed (row) SELECT new.row WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE row = new.row);
  END;
  CREATE TRIGGER index_changed_message AFTER UPDATE OF content ON messages
    WHEN new.content <> old.content BEGIN
    INSERT INTO unindexed (row) SELECT new.row WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE row = new.row);
  END;
  `,
  `
  ALTER TABLE messages ADD COLUMN rev INTEGER;
  ALTER TABLE messages ADD COLUMN updated_at INTEGER;
  -- 0 where it was, and nobody told when.
  ALTER TABLE messages ADD COLUMN edited_at INTEGER;
  ALTER TABLE messages ADD COLUMN removed TEXT;
  `,
  `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    dialog_id TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    ambiguous INTEGER NOT NULL,
    held INTEGER NOT NULL,
    depends_on TEXT NOT NULL,
    payload TEXT NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO jobs SELECT client_message_id, 'send', dialog_id, queued_at, attempts, ambiguous, held, '[]',
    json_object('messageKey', message_key) FROM outbox;
  DROP TABLE outbox;
  `,
  `
  CREATE INDEX messages_by_seq ON messages (dialog_id, seq, created_at) WHERE pending = 0;
  `,
  `
  ALTER TABLE users ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- The few that may name somebody.
  CREATE INDEX messages_with_at ON messages (dialog_id, seq, created_at)
    WHERE pending = 0 AND removed IS NULL AND instr(content, '@') > 0;
  `,
  `
  ALTER TABLE drafts ADD COLUMN reply_to TEXT;
  -- By what name it names the message that it answers.
  ALTER TABLE messages ADD COLUMN reply_to TEXT;
  UPDATE messages SET reply_to = json_extract(meta, '$.replyTo')
    WHERE meta LIKE '%"replyTo"%' AND json_valid(meta) AND json_type(meta, '$.replyTo') = 'text';
  CREATE INDEX messages_by_reply ON messages (reply_to) WHERE reply_to IS NOT NULL;
  `,
  `
  -- What each reconnect brought, and what it was held against.
  CREATE TABLE reconnects (
    number INTEGER PRIMARY KEY,
    entry TEXT NOT NULL
  );
  `,
];
