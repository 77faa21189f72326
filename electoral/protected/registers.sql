-- The doors for registers: what is published, given out and recorded of persons in danger, in the form that the law gives it.

-- Registers. What the law lets one show of those protected now: of an anonymous person a number, of a silent one no address.
-- `born_by`: who was born later stands in none (NULL: everybody does); `hides`: an overseas elector is one whatever residence they
-- have; `marks`: who was marked at a poll.
CREATE FUNCTION protected.register_rows(division bigint, on_day date, born_by date, hides boolean, marks text[], by bigint) RETURNS TABLE (
    place bigint, section smallint, elector_id text, part text, number text, surname text, given_names text, areas text,
    franchise text, attains_on date, overseas boolean, service boolean, absent text, absent_from date, absent_until date,
    marked boolean, search_key text)
{door} AS $$
BEGIN
    PERFORM protected.demand_sealer(by, division);
    INSERT INTO protected.use (division_id, what, by_id, reason) VALUES (division, 'sealed', by, 'A register was made.');
    -- The order tells neither name nor address; whoever comes later stands later.
    RETURN QUERY SELECT row_number() OVER (ORDER BY p.created_at, md5(p.elector_id)), n.section,
        CASE n.section WHEN 1 THEN p.elector_id ELSE '' END, e.subdivision::text, e.register_number::text,
        CASE n.section WHEN 1 THEN e.surname::text ELSE '' END, CASE n.section WHEN 1 THEN e.given_names::text ELSE '' END,
        coalesce(r.areas::text, ''), CASE n.section WHEN 1 THEN e.franchise::text ELSE '' END,
        CASE WHEN n.section = 1 AND e.attainment_date > on_day THEN e.attainment_date END,
        n.section = 1 AND coalesce(c.overseas, false) AND (r.id IS NULL OR hides), n.section = 1 AND e.service_voter,
        CASE WHEN a.runs THEN e.absent_vote::text ELSE '' END, CASE WHEN a.runs THEN e.absent_from END,
        CASE WHEN a.runs THEN e.absent_until END, p.elector_id = ANY (marks), CASE n.section WHEN 1 THEN e.search_key::text ELSE '' END
    FROM protected.person p
    CROSS JOIN LATERAL jsonb_populate_record(NULL::public.roll_elector, p.data) AS e
    LEFT JOIN public.roll_residence r ON r.id = p.residence_id
    LEFT JOIN public.roll_category c ON c.code = e.category_id
    CROSS JOIN LATERAL (SELECT (CASE p.kind WHEN 'anonymous' THEN 2 ELSE 1 END)::smallint AS section) AS n
    CROSS JOIN LATERAL (SELECT e.absent_vote <> '' AND coalesce(e.absent_from <= on_day, true)
                            AND coalesce(e.absent_until >= on_day, true) AS runs) AS a
    WHERE p.division_id = division AND p.data ? 'surname' AND coalesce(e.date_of_birth <= born_by, true);
END $$;

-- Who of the division is protected now, so that what was sealed before goes out in today's lawful form; written down once a day.
-- Few rows, so that the planner passes over the register in its own order.
CREATE FUNCTION protected.lawful(division bigint, by bigint) RETURNS TABLE (elector_id text, kind text)
{door} ROWS 20 AS $$
BEGIN
    PERFORM protected.demand_giver(by, division);
    INSERT INTO protected.use (division_id, what, by_id, reason)
    SELECT division, 'gave out', by, 'Something sealed was read, checked or given out.' WHERE NOT EXISTS (
        SELECT FROM protected.use u WHERE u.division_id = division AND u.by_id = by AND u.what = 'gave out'
            AND u.at >= protected.today_at(division)::timestamp);
    RETURN QUERY SELECT p.elector_id, p.kind FROM protected.person p WHERE p.division_id = division;
END $$;

-- The record of anonymous entries, for the few whom the law names (regulation 45A); each time it is written down why.
CREATE FUNCTION protected.record_of(division bigint, by bigint, reason text) RETURNS TABLE (
    number text, surname text, given_names text, address text, postal_address text, since date)
{door} AS $$
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    PERFORM protected.needs_reason(reason);
    INSERT INTO protected.use (division_id, what, by_id, reason) VALUES (division, 'recorded', by, record_of.reason);
    RETURN QUERY SELECT e.register_number || 'N', e.surname::text, e.given_names::text, coalesce(protected.address(p.residence_id), ''),
        concat_ws(', ', nullif(e.postal_1, ''), nullif(e.postal_2, ''), nullif(e.postal_3, ''),
            nullif(concat_ws(' ', nullif(e.postal_locality, ''), nullif(e.postal_state, ''), nullif(e.postal_postcode, '')), '')), p.since
    FROM protected.person p CROSS JOIN LATERAL jsonb_populate_record(NULL::public.roll_elector, p.data) AS e
    WHERE p.division_id = division AND p.kind = 'anonymous' AND p.data ? 'surname'
    ORDER BY length(e.register_number), e.register_number, p.created_at;
END $$;
