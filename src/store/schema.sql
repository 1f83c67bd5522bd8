CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Records of the archive: place and length of each, and the length `whole` of it and those that
-- belong to it and follow, as its request does. `payload` is what its payload is known by.
-- `robots_of` is the host that a robots.txt was asked for on behalf of, `memento_of` the address
-- that a capture was looked for of; the record that opens the file has no address.
CREATE TABLE record (
    id     INTEGER PRIMARY KEY,
    url    TEXT NOT NULL,
    place  INTEGER NOT NULL,
    length INTEGER NOT NULL,
    whole  INTEGER NOT NULL,
    payload TEXT,
    robots_of TEXT,
    memento_of TEXT
);

-- Every address that was asked for; `outcome` is JSON, and of a page that was read its card. `text` is
-- the page's text, and `marks` JSON: its blocks, its attributions, and those links alone that stand in
-- the text. `steps` has a line for each address that it leads
-- to: the number of a frontier::Step, a blank, the address. `links` is JSON: all links of the page.
-- `story` tells whether a page is on the story (1) or off it (0), whose links are not followed; it is
-- NULL as long as the page was not judged, and of what was not read.
CREATE TABLE visit (
    url       TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    outcome   BLOB NOT NULL,
    retrieved TEXT,
    record    INTEGER REFERENCES record (id),
    story     INTEGER,
    steps     TEXT NOT NULL,
    text      TEXT,
    marks     BLOB,
    links     BLOB
) WITHOUT ROWID;

-- When a host may be asked again.
CREATE TABLE host (
    key      TEXT PRIMARY KEY,
    ready_at TEXT NOT NULL
) WITHOUT ROWID;

-- What a host's robots.txt said to the product token `agent`, and until when that stands; the rules
-- are JSON.
CREATE TABLE robots (
    host        TEXT PRIMARY KEY,
    agent       TEXT NOT NULL,
    rules       TEXT NOT NULL,
    valid_until TEXT NOT NULL
) WITHOUT ROWID;

-- How often an address was asked for that failed and will be asked for again.
CREATE TABLE attempt (
    url   TEXT PRIMARY KEY,
    asked INTEGER NOT NULL
) WITHOUT ROWID;

-- Addresses that gave nothing and are looked for in web archives: the moment asked for, and whether
-- that is done with; of a capture that was found its address, when it was captured, and as JSON
-- what had become of the address itself.
CREATE TABLE memento (
    url      TEXT PRIMARY KEY,
    moment   TEXT NOT NULL,
    done     INTEGER NOT NULL,
    address  TEXT,
    captured TEXT,
    instead_of BLOB
) WITHOUT ROWID;
