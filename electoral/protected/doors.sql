-- The doors: all that the application's role may do with persons in danger and their addresses.
-- Each runs as the owner, on names of its own; a door that names who acts asks whether they hold the office.

CREATE FUNCTION protected.protect(division bigint, elector_id text, kind text, basis text, since date, by bigint) RETURNS void
{door} AS $$
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    PERFORM protected.hold(division);
    IF EXISTS (SELECT FROM protected.person p WHERE p.division_id = division AND p.elector_id = protect.elector_id) THEN
        PERFORM protected.refuse('This elector is protected already.');
    END IF;
    PERFORM protected.admit(division, elector_id, kind, basis, since, by);
    PERFORM protected.settle(division);
END $$;

CREATE FUNCTION protected.release(person uuid, by bigint, reason text) RETURNS void
{door} AS $$
DECLARE
    mine protected.person;
    old jsonb;
BEGIN
    PERFORM protected.demand(by, protected.division_of(person), 'dro');
    PERFORM protected.needs_reason(reason);
    PERFORM protected.hold(protected.division_of(person));
    PERFORM protected.take(person);
    SELECT * INTO STRICT mine FROM protected.person p WHERE p.id = person;
    DELETE FROM protected.person p WHERE p.id = person;
    FOR old IN SELECT jsonb_array_elements(mine.past) LOOP
        PERFORM protected.write_elector((old ->> 'id')::bigint, old);
    END LOOP;
    IF mine.data ? 'surname' THEN
        PERFORM protected.put_back(mine.roll_elector_id, jsonb_build_object('from_on', protected.today_at(mine.division_id))
            || mine.data || jsonb_build_object('division_id', mine.division_id, 'elector_id', mine.elector_id,
                                               'residence_id', mine.residence_id, 'ended_on', NULL));
    END IF;
    WITH back AS (
        DELETE FROM protected.waiting w WHERE w.division_id = mine.division_id AND w.elector_id = mine.elector_id RETURNING w.data
    )
    INSERT INTO public.roll_stagedelector
    SELECT staged.* FROM back, jsonb_populate_record(NULL::public.roll_stagedelector, back.data) AS staged;
    INSERT INTO protected.look (division_id, person_id, elector_id, what, by_id, reason)
    VALUES (mine.division_id, person, mine.elector_id, 'released', by, reason);
    PERFORM protected.settle(mine.division_id);
END $$;

CREATE FUNCTION protected.exclude(division bigint, residence bigint, excluded boolean, by bigint, reason text) RETURNS void
{door} AS $$
DECLARE place text;
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    PERFORM protected.needs_reason(reason);
    PERFORM protected.hold(division);
    SELECT r.address_id INTO place FROM public.roll_residence r WHERE r.division_id = division AND r.id = residence;
    IF place IS NULL THEN PERFORM protected.refuse('There is no such residence.'); END IF;
    IF excluded = EXISTS (SELECT FROM protected.excluded_rows(division, place)) THEN
        PERFORM protected.refuse(CASE WHEN excluded THEN 'This residence is left out already.' ELSE 'This residence was not left out.' END);
    END IF;
    IF excluded THEN
        INSERT INTO protected.exclusion (division_id, residence_id, reason, by_id) VALUES (division, residence, reason, by);
    ELSE
        UPDATE protected.exclusion e SET lifted_at = clock_timestamp(), lifted_by_id = by, lifted_reason = exclude.reason
        WHERE e.id IN (SELECT protected.excluded_rows(division, place));
    END IF;
    PERFORM protected.settle(division);
END $$;

-- A look is written down and committed by itself; only then does `reveal` answer, once, within a minute.
CREATE FUNCTION protected.ask_to_look(person uuid, by bigint, reason text) RETURNS uuid
{door} AS $$
DECLARE
    division bigint := protected.division_of(person);
    ticket uuid;
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    PERFORM protected.needs_reason(reason);
    PERFORM pg_advisory_xact_lock(hashtextextended('look', 0));  -- else two looks at once would both be the twentieth
    IF 20 <= (SELECT count(*) FROM protected.look l WHERE l.by_id = by AND l.what = 'looked' AND l.at > clock_timestamp() - interval '1 hour')
    OR 60 <= (SELECT count(*) FROM protected.look l WHERE l.division_id = division AND l.what = 'looked' AND l.at > clock_timestamp() - interval '1 hour')
    THEN
        PERFORM protected.refuse('Too many protected addresses were looked at within an hour. Wait, and look again later.');
    END IF;
    INSERT INTO protected.look (division_id, person_id, elector_id, what, by_id, reason)
    SELECT p.division_id, p.id, p.elector_id, 'looked', by, ask_to_look.reason FROM protected.person p WHERE p.id = person
    RETURNING id INTO ticket;
    RETURN ticket;
END $$;

CREATE FUNCTION protected.reveal(ticket uuid) RETURNS jsonb
{door} AS $$
DECLARE seen protected.look;
BEGIN
    SELECT * INTO seen FROM protected.look l
    WHERE l.id = ticket AND l.what = 'looked' AND l.xact <> pg_current_xact_id() AND l.at > clock_timestamp() - interval '1 minute';
    IF seen.id IS NULL THEN PERFORM protected.refuse('This look was not written down, or is over.'); END IF;
    PERFORM protected.demand(seen.by_id, seen.division_id, 'dro');
    INSERT INTO protected.shown (look_id) VALUES (ticket) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN PERFORM protected.refuse('This look was not written down, or is over.'); END IF;
    RETURN (SELECT p.data || jsonb_build_object('elector_id', p.elector_id, 'kind', p.kind, 'residence_id', p.residence_id,
                                                'address', protected.address(p.residence_id))
            FROM protected.person p WHERE p.id = seen.person_id);
END $$;

CREATE FUNCTION protected.people(division bigint, by bigint) RETURNS TABLE (
    id uuid, elector_id text, surname text, given_names text, kind text, basis text, since date,
    needs_finer boolean, has_residence boolean, in_last_file boolean, stands_alone boolean)
{door} STABLE AS $$
DECLARE is_dro boolean := protected.holds_office(by, division, '{dro}');
BEGIN
    PERFORM protected.demand(by, division, 'dro', 'auditor');
    RETURN QUERY SELECT p.id, p.elector_id, coalesce(p.data ->> 'surname', ''), coalesce(p.data ->> 'given_names', ''), p.kind, p.basis,
        p.since, is_dro AND protected.needs_finer(p.residence_id),
        EXISTS (SELECT FROM public.roll_residence r WHERE r.id = p.residence_id AND r.ended_on IS NULL),
        p.in_last_file, is_dro AND protected.stands_alone(p.residence_id)
    FROM protected.person p WHERE p.division_id = division ORDER BY 3, 4, 2;
END $$;

CREATE FUNCTION protected.looks(division bigint, by bigint) RETURNS TABLE (
    at timestamptz, who text, what text, elector_id text, reason text)
{door} STABLE AS $$
DECLARE is_dro boolean := protected.holds_office(by, division, '{dro}');
BEGIN
    PERFORM protected.demand(by, division, 'dro', 'auditor');
    RETURN QUERY SELECT t.at, u.name::text, t.what, t.elector_id, CASE WHEN is_dro THEN t.reason ELSE '' END
    FROM (
        SELECT l.at, l.by_id, l.what, l.elector_id, l.reason, l.id::text AS key FROM protected.look l WHERE l.division_id = division
        UNION ALL
        SELECT e.at, e.by_id, e.what, '', e.reason, e.id::text FROM protected.use e WHERE e.division_id = division
    ) AS t JOIN public.office_user u ON u.id = t.by_id ORDER BY t.at DESC, t.key;
END $$;

CREATE FUNCTION protected.exclusions(division bigint, by bigint) RETURNS TABLE (
    address_id text, reference text, address text, reason text, who text, at timestamptz,
    lifted_reason text, lifted_by text, lifted_at timestamptz)
{door} STABLE AS $$
BEGIN
    PERFORM protected.demand(by, division, 'dro');
    RETURN QUERY SELECT r.address_id::text, r.reference::text, protected.address(r.id), e.reason, u.name::text, e.at,
        e.lifted_reason, v.name::text, e.lifted_at
    FROM protected.exclusion e JOIN public.roll_residence r ON r.id = e.residence_id JOIN public.office_user u ON u.id = e.by_id
    LEFT JOIN public.office_user v ON v.id = e.lifted_by_id
    WHERE e.division_id = division ORDER BY e.lifted_at DESC NULLS FIRST, e.at DESC;
END $$;

CREATE FUNCTION protected.division_of(person uuid) RETURNS bigint
{door} STABLE AS $$
BEGIN
    RETURN (SELECT p.division_id FROM protected.person p WHERE p.id = person);
END $$;

-- No secret of the room: any address as one line.
CREATE FUNCTION protected.address(residence bigint) RETURNS text
{door} STABLE AS $$
BEGIN
    RETURN (SELECT concat_ws(', ', nullif(r.building_name, ''),
        nullif(btrim(r.flat_type || ' ' || r.flat_number), ''), nullif(btrim(r.level_type || ' ' || r.level_number), ''),
        'LOT ' || nullif(r.lot_number, ''),
        concat_ws(' ', r.number_first_prefix || r.number_first || r.number_first_suffix
            || coalesce('-' || r.number_last || r.number_last_suffix, ''), s.name, nullif(s.type, ''), nullif(s.suffix, '')),
        concat_ws(' ', l.name, nullif(l.state, ''), nullif(r.postcode, '')))
    FROM public.roll_residence r JOIN public.roll_street s ON s.id = r.street_id JOIN public.roll_locality l ON l.id = s.locality_id
    WHERE r.id = residence);
END $$;

-- Loads. The loader is told neither how many nor whose.
CREATE FUNCTION protected.divert(load bigint) RETURNS void
{door} AS $$
DECLARE division bigint := protected.division_of_load(load, 'electors');
BEGIN
    IF division IS NULL THEN RETURN; END IF;
    PERFORM protected.hold(division);
    WITH mine AS (
        DELETE FROM public.roll_stagedelector s USING protected.person p
        WHERE s.load_id = load AND p.division_id = division AND p.elector_id = s.elector_id RETURNING s.*
    )
    INSERT INTO protected.waiting (load_id, division_id, elector_id, data)
    SELECT DISTINCT ON (m.elector_id) load, division, m.elector_id, to_jsonb(m) FROM mine m ORDER BY m.elector_id, m.line
    ON CONFLICT (load_id, elector_id) DO UPDATE SET data = excluded.data;
END $$;

CREATE FUNCTION protected.apply_waiting(load bigint) RETURNS void
{door} AS $$
DECLARE division bigint := protected.division_of_load(load, 'electors');
BEGIN
    IF division IS NULL THEN RETURN; END IF;
    PERFORM protected.hold(division);
    -- Whatever way a row came back to the roll, it leaves it again.
    PERFORM protected.take(p.id) FROM protected.person p WHERE p.division_id = division AND EXISTS (
        SELECT FROM public.roll_elector e WHERE e.division_id = division AND e.elector_id = p.elector_id);
    WITH mine AS (
        SELECT p.id, w.data - '{id,load_id,line}'::text[] - CASE WHEN p.data ? 'reference' THEN 'reference' ELSE '' END AS data,
            (SELECT r.id FROM public.roll_residence r WHERE r.division_id = division AND r.address_id = w.data ->> 'address_id'
                AND r.ended_on IS NULL) AS home, l.loaded_by_id, l.reference
        FROM protected.waiting w JOIN public.roll_load l ON l.id = w.load_id
        JOIN protected.person p ON p.division_id = division AND p.elector_id = w.elector_id WHERE w.load_id = load
    ), moved AS (
        INSERT INTO protected.look (division_id, person_id, elector_id, what, by_id, reason)
        SELECT division, p.id, p.elector_id, 'moved', m.loaded_by_id, 'load ' || m.reference
        FROM mine m JOIN protected.person p USING (id) WHERE p.residence_id IS DISTINCT FROM m.home
    )
    UPDATE protected.person p SET data = p.data || m.data, residence_id = m.home FROM mine m WHERE p.id = m.id;
    UPDATE protected.person p SET in_last_file = EXISTS (
        SELECT FROM protected.waiting w WHERE w.load_id = load AND w.elector_id = p.elector_id) WHERE p.division_id = division;
    PERFORM protected.drop_waiting(load);
    PERFORM protected.settle(division);
END $$;

CREATE FUNCTION protected.drop_waiting(load bigint) RETURNS void
{door} AS $$
BEGIN
    DELETE FROM protected.waiting w WHERE w.load_id = load;
END $$;

-- A file adds protection and never lifts it (decision 3).
CREATE FUNCTION protected.protect_staged(load bigint, by bigint) RETURNS void
{door} AS $$
DECLARE division bigint := protected.division_of_load(load, 'protections');
BEGIN
    -- The shell's operator has the DRO's right for loads, and for nothing else here: a load only adds protection.
    IF NOT EXISTS (SELECT FROM public.office_user u WHERE u.id = by AND u.is_operator) THEN
        PERFORM protected.demand(by, division, 'dro');
    END IF;
    PERFORM protected.hold(division);
    PERFORM protected.admit(division, s.elector_id, s.kind, s.basis, s.since, by) FROM (
        SELECT DISTINCT ON (t.elector_id) t.* FROM public.roll_stagedprotection t WHERE t.load_id = load ORDER BY t.elector_id, t.line
    ) AS s WHERE NOT EXISTS (SELECT FROM protected.person p WHERE p.division_id = division AND p.elector_id = s.elector_id);
    DELETE FROM public.roll_stagedprotection t WHERE t.load_id = load;
    PERFORM protected.settle(division);
END $$;

CREATE FUNCTION protected.settle(division bigint) RETURNS void
{door} AS $$
DECLARE closed bigint[];
BEGIN
    UPDATE protected.person p SET residence_id = r.id FROM public.roll_residence r
    WHERE p.division_id = division AND r.division_id = division AND r.ended_on IS NULL
      AND r.address_id = p.data ->> 'address_id' AND p.residence_id IS DISTINCT FROM r.id;
    closed := ARRAY (SELECT protected.closed(division));
    UPDATE public.roll_residence r SET not_to_be_visited = true WHERE r.id = ANY (closed) AND NOT r.not_to_be_visited;
    UPDATE public.roll_residence r SET not_to_be_visited = false
    WHERE r.division_id = division AND r.not_to_be_visited AND r.ended_on IS NULL AND r.id <> ALL (closed);
END $$;

-- Whether a paper or file made then may show what is closed since; the same answer for both causes, and never whose.
CREATE FUNCTION protected.changed_since(division bigint, made timestamptz) RETURNS boolean
{door} STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM protected.look l WHERE l.division_id = division AND l.what = 'protected' AND l.at >= made)
        OR EXISTS (SELECT FROM protected.exclusion e WHERE e.division_id = division AND e.at >= made);
END $$;
