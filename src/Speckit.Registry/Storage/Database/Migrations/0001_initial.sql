-- Instants are milliseconds since 1970-01-01T00:00:00Z. Trust is the rank of the level: 0 unsigned to 3 certified.
CREATE TABLE publisher (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE token (
    id           TEXT    PRIMARY KEY,
    hash         BLOB    NOT NULL UNIQUE,
    publisher_id INTEGER NOT NULL REFERENCES publisher (id),
    scopes       TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    expires      INTEGER,
    revoked      INTEGER
) STRICT;

CREATE TABLE signing_key (
    keyid        TEXT    PRIMARY KEY,
    pem          TEXT    NOT NULL,
    publisher_id INTEGER NOT NULL REFERENCES publisher (id),
    registered   INTEGER NOT NULL,
    revoked      INTEGER
) STRICT;

CREATE TABLE plugin (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL UNIQUE,
    -- The name with everything removed that eyes skip: no two plugins share one.
    skeleton  TEXT    NOT NULL UNIQUE,
    scope     TEXT,
    owner_id  INTEGER NOT NULL REFERENCES publisher (id),
    created   INTEGER NOT NULL,
    latest_id INTEGER REFERENCES version (id),
    downloads INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX plugin_scope ON plugin (scope) WHERE scope IS NOT NULL;
CREATE INDEX plugin_downloads ON plugin (downloads DESC, name) WHERE latest_id IS NOT NULL;

CREATE TABLE version (
    id          INTEGER PRIMARY KEY,
    plugin_id   INTEGER NOT NULL REFERENCES plugin (id),
    version     TEXT    NOT NULL,
    -- The version without its build metadata, which has no precedence: 1.0.0+a and 1.0.0+b are the same version.
    precedence  TEXT    NOT NULL,
    -- The index line as published; trust and yanked of this row count, not those of the line.
    entry       TEXT    NOT NULL,
    archive     TEXT    NOT NULL,
    signature   TEXT,
    keyid       TEXT    REFERENCES signing_key (keyid),
    trust       INTEGER NOT NULL,
    yanked      INTEGER NOT NULL DEFAULT 0,
    description TEXT    NOT NULL,
    author      TEXT,
    license     TEXT,
    repository  TEXT,
    homepage    TEXT,
    keywords    TEXT    NOT NULL,
    manifest    TEXT    NOT NULL,
    readme      TEXT,
    changelog   TEXT,
    published   INTEGER NOT NULL,
    downloads   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (plugin_id, precedence)
) STRICT;
CREATE INDEX version_archive ON version (archive);
CREATE INDEX version_signature ON version (signature) WHERE signature IS NOT NULL;

-- What the newest version of a plugin provides.
CREATE TABLE plugin_category (
    category  TEXT    NOT NULL,
    plugin_id INTEGER NOT NULL REFERENCES plugin (id),
    PRIMARY KEY (category, plugin_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX plugin_category_plugin ON plugin_category (plugin_id);

-- The newest version of a plugin, by the plugin's id.
CREATE VIRTUAL TABLE plugin_search USING fts5 (
    name, keywords, provides, description, author,
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);
