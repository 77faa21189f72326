-- The doors for registers: what is published, given out and recorded of persons in danger, in the form that the law gives it.

-- Registers. What the law lets one show of those protected now: of an anonymous person a number, of a silent one no address.
-- `born_by`: who was born later stands in none (NULL: everybody does); `hides`: an overseas elector is one whatever residence they
-- have; `edition`: the register that is made of it, so that it is kept whose its anonymous entries are; NULL keeps nothing.
CREATE FUNCTION protected.register_rows(division bigint, on_day date, born_by date, hides boolean, edition bigint, by bigint) RETURNS TABLE (
    place bigint, section smallint, elector_id text, part text, number text, surname text, given_names text, areas text,
    franchise text, attains_on date, overseas boolean, service boolean, absent text, absent_from date, absent_until date,
    search_key text)
{door} AS $$
BEGIN
    PERFORM protected.demand_sealer(by, division);
    INSERT INTO protected.use (division_id, what, by_id, reason) VALUES (division, 'sealed', by, 'A register was made.');
    -- The order tells neither name nor address; whoever comes later stands later.
    RETURN QUERY WITH shown (place, section, elector_id, part, number, surname, given_names, areas, franchise, attains_on, overseas,
        service, absent, absent_from, absent_until, search_key, whose) AS (
    SELECT row_number() OVER (ORDER BY p.created_at, md5(p.elector_id)), n.section,
        CASE n.section WHEN 1 THEN p.elector_id ELSE '' END, e.subdivision::text, e.register_number::text,
        CASE n.section WHEN 1 THEN e.surname::text ELSE '' END, CASE n.section WHEN 1 THEN e.given_names::text ELSE '' END,
        coalesce(r.areas::text, ''), CASE n.section WHEN 1 THEN e.franchise::text ELSE '' END,
        CASE WHEN n.section = 1 AND e.attainment_date > on_day THEN e.attainment_date END,
        n.section = 1 AND coalesce(c.overseas, false) AND (r.id IS NULL OR hides), n.section = 1 AND e.service_voter,
        CASE WHEN a.runs THEN e.absent_vote::text ELSE '' END, CASE WHEN a.runs THEN e.absent_from END,
        CASE WHEN a.runs THEN e.absent_until END, CASE n.section WHEN 1 THEN e.search_key::text ELSE '' END, p.elector_id
    FROM protected.person p
    CROSS JOIN LATERAL jsonb_populate_record(NULL::public.roll_elector, p.data) AS e
    LEFT JOIN public.roll_residence r ON r.id = p.residence_id
    LEFT JOIN public.roll_category c ON c.code = e.category_id
    CROSS JOIN LATERAL (SELECT (CASE p.kind WHEN 'anonymous' THEN 2 ELSE 1 END)::smallint AS section) AS n
    CROSS JOIN LATERAL (SELECT e.absent_vote <> '' AND coalesce(e.absent_from <= on_day, true)
                            AND coalesce(e.absent_until >= on_day, true) AS runs) AS a
    WHERE p.division_id = division AND p.data ? 'surname' AND coalesce(e.date_of_birth <= born_by, e.attainment_date <= born_by + interval '18 years', true)
    ), kept AS (INSERT INTO protected.entry (division_id, edition_id, part, place, elector_id)
        SELECT division, edition, s.part, s.place, s.whose FROM shown s WHERE s.section = 2 AND edition IS NOT NULL)
    SELECT s.place, s.section, s.elector_id, s.part, s.number, s.surname, s.given_names, s.areas, s.franchise, s.attains_on,
        s.overseas, s.service, s.absent, s.absent_from, s.absent_until, s.search_key FROM shown s;
END $$;

-- Which anonymous entries of a sealed register are those of electors with a mark: the how many-th of their part.
CREATE FUNCTION protected.marked_entries(division bigint, edition bigint, marks text[], by bigint) RETURNS TABLE (part text, nth bigint)
{door} AS $$
BEGIN
    PERFORM protected.demand_sealer(by, division);
    INSERT INTO protected.use (division_id, what, by_id, reason) VALUES (division, 'sealed', by, 'A marked register was made.');
    RETURN QUERY SELECT k.part, k.nth FROM (
        SELECT e.part, e.elector_id, row_number() OVER (PARTITION BY e.part ORDER BY e.place) AS nth FROM protected.entry e
        WHERE e.division_id = marked_entries.division AND e.edition_id = marked_entries.edition) AS k
    WHERE k.elector_id = ANY (marks);
END $$;

-- Who of the division is protected now, so that what was sealed before goes out in today's lawful form; written down once a day.
-- `at`: since when, for what was sealed before. Few rows, so that the planner passes over the register in its own order.
CREATE FUNCTION protected.lawful(division bigint, by bigint) RETURNS TABLE (elector_id text, kind text, at timestamptz)
{door} ROWS 20 AS $$
BEGIN
    PERFORM protected.demand_giver(by, division);
    INSERT INTO protected.use (division_id, what, by_id, reason)
    SELECT division, 'gave out', by, 'Something sealed was read, checked or given out.' WHERE NOT EXISTS (
        SELECT FROM protected.use u WHERE u.division_id = division AND u.by_id = by AND u.what = 'gave out'
            AND u.at >= protected.today_at(division)::timestamp);
    RETURN QUERY SELECT p.elector_id, p.kind, (SELECT max(l.at) FROM protected.look l
            WHERE l.division_id = division AND l.person_id = p.id AND l.what = 'protected')
    FROM protected.person p WHERE p.division_id = division;
END $$;

-- The record of anonymous entries, for the few whom the law names (regulation 45A); each time it is written down why. It is that
-- of a sealed register: `position` is the entry's in it, NULL where somebody came since; who was born after `born_by` is in none.
CREATE FUNCTION protected.record_of(division bigint, by bigint, reason text, edition bigint, born_by date) RETURNS TABLE (
    "position" bigint, surname text, given_names text, address text, postal_address text, since date)
{door} AS $$
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    PERFORM protected.needs_reason(reason);
    INSERT INTO protected.use (division_id, what, by_id, reason) VALUES (division, 'recorded', by, record_of.reason);
    RETURN QUERY WITH kept AS (
        SELECT k.elector_id, k.part, row_number() OVER (PARTITION BY k.part ORDER BY k.place) AS nth FROM protected.entry k
        WHERE k.division_id = division AND k.edition_id = edition
    ), bare AS (
        SELECT r.position, r.part, row_number() OVER (PARTITION BY r.part ORDER BY r.position) AS nth
        FROM public.registers_editionrow r WHERE r.division_id = division AND r.edition_id = edition AND r.section = 2
    )
    SELECT coalesce(b.position, (SELECT r.position FROM public.registers_editionrow r WHERE r.division_id = division
                AND r.edition_id = edition AND r.elector_id = p.elector_id))::bigint,
        e.surname::text, e.given_names::text, coalesce(protected.address(p.residence_id), ''),
        concat_ws(', ', nullif(e.postal_1, ''), nullif(e.postal_2, ''), nullif(e.postal_3, ''),
            nullif(concat_ws(' ', nullif(e.postal_locality, ''), nullif(e.postal_state, ''), nullif(e.postal_postcode, '')), '')), p.since
    FROM protected.person p CROSS JOIN LATERAL jsonb_populate_record(NULL::public.roll_elector, p.data) AS e
    LEFT JOIN kept k ON k.elector_id = p.elector_id LEFT JOIN bare b ON b.part = k.part AND b.nth = k.nth
    WHERE p.division_id = division AND p.kind = 'anonymous' AND p.data ? 'surname'
        AND coalesce(e.date_of_birth <= born_by, e.attainment_date <= born_by + interval '18 years', true);
END $$;
