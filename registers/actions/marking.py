"""A marked register: the register of the poll, as it was sealed, with the marks (regulations 116 to 120).

Who left since the poll stands in it, who came since does not, and a name is the one that was polled under. The absent voters
are those of the final lists of the poll where they were sealed, and otherwise as the register had them.
"""

from registers.documents.rows import BY_PART, lawful

FINAL_LISTS = """SELECT l.elector_id, min(l.absent) AS absent FROM registers_editionrow l JOIN registers_edition f
        ON f.division_id = l.division_id AND f.id = l.edition_id
    WHERE l.division_id = %(division)s AND l.elector_id <> '' AND f.family = 'absent' AND f.status = 'sealed'
        AND f.stage <> 'current' AND f.poll = %(poll)s AND f.polls_on = %(on)s GROUP BY l.elector_id"""
FINAL = """EXISTS (SELECT FROM registers_edition f WHERE f.division_id = %(division)s AND f.family = 'absent' AND f.status = 'sealed'
        AND f.stage = 'final' AND f.poll = %(poll)s AND f.polls_on = %(on)s)"""
# In today's lawful form, as everything that is written after a protection; the sealed row says whose mark it is.
MARKED = f"""INSERT INTO registers_editionrow (division_id, edition_id, position, by_name, elector_id, part, section, number, surname,
        given_names, address, address_id, areas, franchise, attains_on, opted_out, overseas, service, absent, absent_from,
        absent_until, marked, change)
    SELECT %(division)s, %(edition)s, row_number() OVER (ORDER BY {BY_PART}), by_name, elector_id, part, section, number, surname,
        given_names, address, address_id, areas, franchise, attains_on, opted_out, overseas, service,
        CASE WHEN has_lists AND sealed_id <> '' THEN listed ELSE absent END,
        absent_from, absent_until, has_mark, ''
    FROM (
        SELECT r.*, sealed.elector_id AS sealed_id, coalesce(lists.absent, '') AS listed, {FINAL} AS has_lists,
            coalesce(m.marked, n.nth IS NOT NULL) AS has_mark
        FROM ({lawful("earlier")}) AS r
        JOIN (SELECT id, elector_id, part, section, row_number() OVER (PARTITION BY part, section ORDER BY position) AS nth
            FROM registers_editionrow WHERE division_id = %(division)s AND edition_id = %(earlier)s) AS sealed ON sealed.id = r.id
        LEFT JOIN registers_mark m ON m.division_id = %(division)s AND m.poll = %(poll)s AND sealed.elector_id <> ''
            AND m.elector_id = sealed.elector_id
        LEFT JOIN ({FINAL_LISTS}) AS lists ON lists.elector_id = sealed.elector_id
        LEFT JOIN protected.marked_entries(%(division)s, %(earlier)s,
            ARRAY(SELECT m.elector_id::text FROM registers_mark m WHERE m.division_id = %(division)s AND m.poll = %(poll)s AND m.marked),
            %(by)s) AS n ON sealed.section = 2 AND n.part = sealed.part AND n.nth = sealed.nth
    ) AS r"""
