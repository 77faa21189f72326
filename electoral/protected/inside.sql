-- What the doors do inside. The application's role may call none of these.
DO $$
DECLARE old regprocedure;
BEGIN
    FOR old IN SELECT oid::regprocedure FROM pg_catalog.pg_proc
               WHERE pronamespace = 'protected'::regnamespace AND prorettype <> 'trigger'::regtype LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;

-- The same words, whoever is refused and why: a person who is not there is refused like one who is.
CREATE FUNCTION protected.demand(by bigint, division bigint, VARIADIC roles text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT protected.holds_office(by, division, roles) THEN
        RAISE EXCEPTION 'Only the Divisional Returning Officer may do this.' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Who seals a register, and who gives copies of one out: the office's own people, and the shell's operator for the clock.
CREATE FUNCTION protected.demand_sealer(by bigint, division bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.office_user u WHERE u.id = by AND u.is_operator) THEN
        PERFORM protected.demand(by, division, 'dro');
    END IF;
END $$;
CREATE FUNCTION protected.demand_giver(by bigint, division bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.office_user u WHERE u.id = by AND u.is_operator) THEN
        PERFORM protected.demand(by, division, 'dro', 'clerk');
    END IF;
END $$;

CREATE FUNCTION protected.today(zone text) RETURNS date LANGUAGE sql STABLE AS $$ SELECT (now() AT TIME ZONE zone)::date $$;

CREATE FUNCTION protected.today_at(division bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT protected.today(coalesce(nullif(d.time_zone, ''), s.time_zone)) FROM public.office_division d
    JOIN public.office_area a ON a.id = d.area_id JOIN public.office_state s ON s.id = a.state_id WHERE d.id = division
$$;

-- Decision 16: an appointment in force today, at the division or at what it lies in; today is the place's own.
CREATE FUNCTION protected.holds_office(by bigint, division bigint, roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM public.office_appointment p
        JOIN public.office_user u ON u.id = p.user_id AND u.is_active
        JOIN public.office_division d ON d.id = division
        JOIN public.office_area a ON a.id = d.area_id
        JOIN public.office_state s ON s.id = a.state_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.division_id IS NULL THEN protected.today(s.time_zone) ELSE protected.today_at(d.id) END
        ) AS t (today)
        WHERE p.user_id = by AND p.role = ANY (roles)
          AND (p.division_id = d.id OR p.area_id = a.id OR p.state_id = s.id)
          AND p.from_on <= t.today AND (p.ended_on IS NULL OR p.ended_on > t.today)
    )
$$;

CREATE FUNCTION protected.refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = sentence, ERRCODE = 'raise_exception';
END $$;

CREATE FUNCTION protected.needs_reason(reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(btrim(reason), '') = '' THEN PERFORM protected.refuse('Give a reason.'); END IF;
END $$;

-- The lock of roll/loading.py: nobody is protected in the middle of a load, and no load begins in the middle of that.
CREATE FUNCTION protected.hold(division bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('load', division))
$$;

-- 6.1g: whether `a` and `b` have one door to the street, and whether `a` says no more than `b` which door inside it is.
CREATE FUNCTION protected.same_place(a public.roll_residence, b public.roll_residence) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT a.division_id = b.division_id AND a.street_id = b.street_id AND a.number_first IS NOT DISTINCT FROM b.number_first
       AND a.number_first_suffix = b.number_first_suffix AND a.number_last IS NOT DISTINCT FROM b.number_last
       AND a.lot_number = b.lot_number
       AND (a.number_first IS NOT NULL OR a.lot_number <> '' OR a.building_name = b.building_name)
$$;
CREATE FUNCTION protected.covers(a public.roll_residence, b public.roll_residence) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT protected.same_place(a, b)
       AND (a.flat_type || a.flat_number = '' OR (a.flat_type, a.flat_number) = (b.flat_type, b.flat_number))
       AND (a.level_type || a.level_number = '' OR (a.level_type, a.level_number) = (b.level_type, b.level_number))
$$;

CREATE FUNCTION protected.needs_finer(home bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM public.roll_residence h JOIN public.roll_residence r
            ON r.division_id = h.division_id AND r.street_id = h.street_id AND protected.same_place(h, r)
        WHERE h.id = home AND h.flat_type || h.flat_number = '' AND r.flat_type || r.flat_number <> '' AND r.ended_on IS NULL
    )
$$;

-- Both causes in one set, and both reach as far: new flats behind a closed door would tell them apart otherwise.
-- A row that ended still closes: the address_id where it stands now, else the same door under another id.
CREATE FUNCTION protected.closed(division bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH cause AS (
        SELECT p.residence_id AS id FROM protected.person p WHERE p.division_id = division
        UNION
        SELECT e.residence_id FROM protected.exclusion e WHERE e.division_id = division AND e.lifted_at IS NULL
    ), standing AS (
        SELECT coalesce(now.id, was.id) AS id FROM cause JOIN public.roll_residence was ON was.id = cause.id
        LEFT JOIN public.roll_residence now
            ON now.division_id = division AND now.address_id = was.address_id AND now.ended_on IS NULL
    )
    SELECT DISTINCT r.id FROM standing JOIN public.roll_residence c ON c.id = standing.id
    JOIN public.roll_residence r ON r.division_id = c.division_id AND r.street_id = c.street_id
    WHERE r.ended_on IS NULL AND protected.covers(c, r)
$$;

-- Rows leave the roll: the one in force and those that ended, with every column that the roll will ever have.
-- The blanked row was never in force, is found under no reference, and stays only for what points to it.
CREATE FUNCTION protected.take(taken uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mine record;
    found public.roll_elector;
    today date;
    place text;
BEGIN
    SELECT * INTO STRICT mine FROM protected.person WHERE id = taken FOR UPDATE;
    today := protected.today_at(mine.division_id);
    FOR found IN SELECT e.* FROM public.roll_elector e WHERE e.id IN (  -- one partial index a half
            SELECT o.id FROM public.roll_elector o WHERE o.division_id = mine.division_id AND o.elector_id = mine.elector_id
                AND o.ended_on IS NULL
            UNION ALL
            SELECT o.id FROM public.roll_elector o WHERE o.division_id = mine.division_id AND o.elector_id = mine.elector_id
                AND o.ended_on IS NOT NULL
        ) ORDER BY e.id FOR UPDATE LOOP
        IF found.ended_on IS NULL THEN
            SELECT r.address_id INTO place FROM public.roll_residence r WHERE r.id = found.residence_id;
            UPDATE protected.person SET roll_elector_id = found.id, residence_id = found.residence_id,
                data = data || to_jsonb(found) || jsonb_build_object('address_id', place) WHERE id = taken;
        ELSE
            UPDATE protected.person SET past = past || to_jsonb(found) WHERE id = taken;
        END IF;
        PERFORM protected.write_elector(found.id, '{blank}'::jsonb || jsonb_build_object(
            'elector_id', '~' || found.id, 'reference', '~' || lpad(to_hex(found.id), 8, '0'),
            'from_on', today, 'ended_on', today));
    END LOOP;
END $$;

CREATE FUNCTION protected.write_elector(elector bigint, columns jsonb) RETURNS void LANGUAGE sql AS $$
    UPDATE public.roll_elector SET ({elector_columns}) =
        (SELECT {elector_columns} FROM jsonb_populate_record(NULL::public.roll_elector, columns))
    WHERE id = elector
$$;

-- Into the room: the row of the roll, and the rows of files that wait for their word.
CREATE FUNCTION protected.admit(division bigint, elector text, protection text, ground text, since date, by bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE person uuid;
BEGIN
    IF protection NOT IN ('silent', 'anonymous') THEN PERFORM protected.refuse('Protection is silent or anonymous.'); END IF;
    IF coalesce(btrim(elector), '') = '' OR elector LIKE '~%' THEN PERFORM protected.refuse('Give the elector''s id.'); END IF;
    INSERT INTO protected.person (division_id, elector_id, kind, basis, since)
    VALUES (division, elector, protection, coalesce(ground, ''), coalesce(since, protected.today_at(division)))
    RETURNING id INTO person;
    INSERT INTO protected.look (division_id, person_id, elector_id, what, by_id, reason)
    VALUES (division, person, elector, 'protected', by, coalesce(nullif(btrim(ground), ''), protection));
    PERFORM protected.take(person);
    PERFORM protected.divert(l.id) FROM public.roll_load l WHERE l.division_id = division AND l.kind = 'electors'
        AND EXISTS (SELECT FROM public.roll_stagedelector s WHERE s.load_id = l.id AND s.elector_id = elector);
END $$;

-- Manual, people 4: the only closed address of its street points at whoever lives there.
CREATE FUNCTION protected.stands_alone(home bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.roll_residence h WHERE h.id = home AND h.ended_on IS NULL AND NOT EXISTS (
        SELECT FROM public.roll_residence r WHERE r.division_id = h.division_id AND r.street_id = h.street_id
            AND r.not_to_be_visited AND r.ended_on IS NULL AND r.id <> h.id))
$$;

CREATE OR REPLACE FUNCTION protected.born_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.not_to_be_visited := false;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER roll_residence_born_open BEFORE INSERT ON public.roll_residence
    FOR EACH ROW EXECUTE FUNCTION protected.born_open();

CREATE FUNCTION protected.division_of_load(load bigint, kind text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT l.division_id FROM public.roll_load l WHERE l.id = load AND l.kind = division_of_load.kind
$$;

CREATE FUNCTION protected.excluded_rows(division bigint, place text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT e.id FROM protected.exclusion e JOIN public.roll_residence r ON r.id = e.residence_id
    WHERE e.division_id = division AND r.address_id = place AND e.lifted_at IS NULL
$$;

CREATE FUNCTION protected.put_back(elector bigint, columns jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF elector IS NOT NULL THEN
        PERFORM protected.write_elector(elector, columns);
    ELSE
        INSERT INTO public.roll_elector (division_id, {elector_columns})
        SELECT division_id, {elector_columns} FROM jsonb_populate_record(NULL::public.roll_elector, columns);
    END IF;
END $$;
