"""The longer questions that the ledger is asked."""

WAITING = """
SELECT r.key, r.site, r.url, r.method, r.body, r.headers, r.kind, r.depth, r.score, r.title, r.year,
       r.publisher, r.published_on, r.attempts, f.etag, f.last_modified
FROM requests r LEFT JOIN fetches f ON f.key = r.fetch
WHERE r.site = ? AND r.state = 'waiting' ORDER BY r.score DESC, r.key LIMIT 1
"""
VERSION = """
SELECT v.key, r.site, r.url, v.number, r.kind, f.file, f.offset, f.length, f.end, v.sha256,
       f.media_type, r.year, r.title
FROM versions v JOIN requests r ON r.key = v.request JOIN fetches f ON f.key = v.fetch
"""
_OF_UNREAD = "WHERE v.outcome = 'unread' AND v.key > ? ORDER BY v.key LIMIT ?"
UNREAD = f"{VERSION} {_OF_UNREAD}"
_NEWEST = """
JOIN sites s ON s.id = r.site
WHERE v.number = (SELECT max(number) FROM versions WHERE request = r.key)
  AND r.kind = 'report' AND r.state != 'skipped' AND v.outcome != 'same'
ORDER BY s.position, s.id, coalesce(v.year, r.year), r.url, r.key
"""
KEPT = f"{VERSION} {_NEWEST}"
ROWS = """
SELECT r.site, r.url, r.kind,
       CASE WHEN r.state != 'done' THEN r.state
            WHEN r.kind IN ('report', 'attachment') THEN coalesce(v.outcome, 'unread')
            ELSE 'page' END,
       coalesce(v.code, r.code), coalesce(nullif(v.reason, ''), r.reason),
       coalesce(v.sha256, f.sha256), coalesce(v.year, r.year), coalesce(v.publisher, r.publisher),
       coalesce(v.number, 0), v.record
FROM requests r JOIN sites s ON s.id = r.site LEFT JOIN fetches f ON f.key = r.fetch
LEFT JOIN versions v ON v.request = r.key
     AND v.number = (SELECT max(number) FROM versions WHERE request = r.key)
ORDER BY s.position, s.id, r.kind, r.url, r.key
"""
LAST_PLACES = (
    "SELECT file, offset, length, end FROM fetches WHERE file = ? ORDER BY end DESC LIMIT ?"
)
# What a power cut took: answers behind the end that a file has now.
FORGET_VERSIONS = (
    "DELETE FROM versions WHERE fetch IN (SELECT key FROM fetches WHERE file = ? AND end > ?)"
)
FORGET_ANSWERS = (
    "UPDATE requests SET state = 'waiting', fetch = NULL"
    " WHERE key IN (SELECT request FROM fetches WHERE file = ? AND end > ?)"
)
FORGET_FETCHES = "DELETE FROM fetches WHERE file = ? AND end > ?"
# The further pages and pictures of a report as they were before an answer, in order.
PARTS = """
SELECT f.file, f.offset, f.length, f.end, p.kind, p.url
FROM requests p JOIN versions v ON v.request = p.key
     AND v.number = (SELECT max(number) FROM versions w WHERE w.request = p.key AND w.fetch < ?)
JOIN fetches f ON f.key = v.fetch WHERE p.parent = ? ORDER BY p.key
"""
ADDRESSES = "SELECT url FROM requests WHERE instr(url, ?1) > 0 AND url NOT GLOB '*' || ?2 || '*'"
KNOWN = "SELECT 1 FROM requests WHERE site = ? AND mark = ?"
# Pages of a site beside its reports that were asked in this round.
WALKED = (
    "SELECT count(*) FROM requests WHERE site = ? AND state NOT IN ('waiting', 'skipped')"
    " AND kind IN ('home', 'column', 'list', 'probe', 'guess') AND coalesce(code, '') != 'F.BUDGET'"
)
LAST_SHA256 = "SELECT sha256 FROM versions WHERE request = ? ORDER BY number DESC LIMIT 1"
VERSION_PLACE = "SELECT request, fetch FROM versions WHERE key = ?"
# A page of a report is new or has changed: the report is asked for again, and whole.
ASK_WHOLE = (
    "UPDATE requests SET state = 'waiting', fetch = NULL"
    " WHERE key = (SELECT parent FROM requests WHERE key = ?)"
)
# The first answer that had the body which the newest one has.
EARLIER = """
SELECT url, retrieved_at, digest, sha256 FROM fetches WHERE request = ? AND status != 304 AND digest =
    (SELECT digest FROM fetches WHERE request = ? ORDER BY key DESC LIMIT 1)
ORDER BY key LIMIT 1
"""
TWIN = """
SELECT 1 FROM versions own JOIN requests here ON here.key = own.request
JOIN versions other ON other.sha256 = own.sha256 AND other.request != own.request
JOIN requests there ON there.key = other.request AND there.site = here.site
WHERE own.key = ? AND other.outcome = 'record' LIMIT 1
"""
READ = (
    "UPDATE versions SET outcome = ?, code = ?, reason = ?, record = ?, year = ?, publisher = ?,"
    " read_by = ? WHERE key = ?"
)
