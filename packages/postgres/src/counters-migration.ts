import type { Names } from "./names.js";

/**
 * The table of counters and the function that counts.
 *
 * token bucket: `amount` is what is missing from a full bucket; a call takes the period in milliseconds, a millisecond
 * gives back the limit of the latest raise. fixed window: `amount` is what is used. Rows are locked in the order in which they are passed, the
 * same in every call, so that two calls cannot deadlock. A counter without a row is empty; a row without `latest` was locked
 * and not raised.
 */
export function countersMigration({ counters, countCalls }: Names): string {
  const body = countBody(counters);
  let tag = "count";
  while (body.includes(`$${tag}$`)) tag += "_"; // the name of a schema may hold anything
  return `
CREATE TABLE ${counters} (
  key          text COLLATE "C" NOT NULL,
  amount       bigint NOT NULL,
  -- Moments are milliseconds since 1970. latest: when it was raised last.
  latest       bigint,
  -- The limit of its latest raise.
  latest_limit bigint,
  -- When the row may be removed; null: never. Later than needed, so that few changes touch the index.
  ends_at      bigint,
  CONSTRAINT counters_pkey PRIMARY KEY (key)
) WITH (fillfactor = 50);
CREATE INDEX counters_ends_at ON ${counters} (ends_at);
-- numbers: five for each key, which are kind (1: token bucket, 2: fixed window), limit, amount, period and anchor.
-- Returns 1 and how much is used of each counter, or 0 and how long each must be waited for (-1: no wait is enough).
CREATE FUNCTION ${countCalls}(operation text, caller_time bigint, kept bigint, counter_keys text[], numbers bigint[])
RETURNS text LANGUAGE plpgsql AS $${tag}$${body}$${tag}$;`;
}

const countBody = (counters: string) => `
DECLARE
  last integer := coalesce(cardinality(counter_keys), 0);
  states bigint[] := '{}';
  latests bigint[] := '{}';
  raise_limits bigint[] := '{}';
  used bigint[] := '{}';
  waits bigint[] := '{}';
  is_refused boolean := false;
  is_locking boolean := operation = 'add';
  moment bigint;
  state bigint;
  latest_raise bigint;
  raise_limit bigint;
  refill bigint;
  at bigint;
  since_start bigint;
  max_amount bigint;
  needed bigint;
  period bigint;
BEGIN
  IF operation = 'reset' THEN
    FOR i IN 1..last LOOP
      DELETE FROM ${counters} c WHERE c.key = counter_keys[i];
    END LOOP;
    RETURN '1';
  END IF;

  -- A refusal needs no lock: there was no room at that moment. Only a call that has room comes a second time.
  LOOP
    FOR i IN 1..last LOOP
      IF NOT is_locking OR numbers[5 * i - 2] = 0 THEN
        SELECT c.amount, c.latest, c.latest_limit INTO state, latest_raise, raise_limit
          FROM ${counters} c WHERE c.key = counter_keys[i];
      ELSE
        LOOP
          SELECT c.amount, c.latest, c.latest_limit INTO state, latest_raise, raise_limit
            FROM ${counters} c WHERE c.key = counter_keys[i] FOR UPDATE;
          EXIT WHEN FOUND;
          -- Another call may insert it first, and a third one may remove it again.
          INSERT INTO ${counters} (key, amount, ends_at) VALUES (counter_keys[i], 0, 0) ON CONFLICT (key) DO NOTHING;
        END LOOP;
      END IF;
      states[i] := coalesce(state, 0);
      latests[i] := latest_raise;
      raise_limits[i] := raise_limit;
    END LOOP;

    -- After the wait for the locks.
    moment := coalesce(caller_time, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    FOR i IN 1..last LOOP
      max_amount := numbers[5 * i - 3];
      needed := greatest(1, numbers[5 * i - 2]);
      period := numbers[5 * i - 1];
      latest_raise := latests[i];
      at := greatest(moment, latest_raise);
      state := states[i];
      -- By the current limit, an update would change what is used.
      refill := coalesce(raise_limits[i], max_amount);
      IF numbers[5 * i - 4] = 1 THEN
        IF at - latest_raise >= period THEN
          state := 0;
        ELSIF latest_raise IS NOT NULL THEN
          state := greatest(0, state - (at - latest_raise) * refill);
        END IF;
        used[i] := (state + period - 1) / period;
      ELSE
        IF period > 0 THEN
          since_start := mod(mod(at - numbers[5 * i], period) + period, period);
          IF latest_raise < at - since_start THEN
            state := 0;
          END IF;
        END IF;
        used[i] := state;
      END IF;
      states[i] := state;
      latests[i] := at;
      waits[i] := 0;
      IF operation = 'take' AND used[i] + needed > max_amount THEN
        is_refused := true;
        waits[i] := CASE
          WHEN period = 0 THEN -1
          WHEN needed > max_amount THEN period
          WHEN numbers[5 * i - 4] = 2 THEN period - since_start
          ELSE least(
            (state + (needed - max_amount) * period + refill - 1) / refill,
            latest_raise + period - at
          )
        END;
      END IF;
    END LOOP;
    IF is_refused THEN
      RETURN '0 ' || array_to_string(waits, ' ');
    END IF;
    EXIT WHEN is_locking OR operation = 'read';
    is_locking := true;
  END LOOP;

  FOR i IN 1..last LOOP
    CONTINUE WHEN operation = 'read' OR numbers[5 * i - 2] = 0;
    max_amount := numbers[5 * i - 3];
    period := numbers[5 * i - 1];
    at := latests[i];
    IF numbers[5 * i - 4] = 1 THEN
      -- What is added without asking empties the bucket at most.
      state := greatest(
        states[i],
        least(states[i] + least(numbers[5 * i - 2], max_amount) * period, max_amount * period)
      );
      used[i] := (state + period - 1) / period;
    ELSE
      state := states[i] + numbers[5 * i - 2];
      used[i] := state;
    END IF;
    UPDATE ${counters} c SET amount = state, latest = at, latest_limit = max_amount, ends_at = CASE
        WHEN period = 0 THEN NULL
        WHEN c.ends_at >= at + period + kept THEN c.ends_at
        ELSE at + 2 * period + kept
      END
      WHERE c.key = counter_keys[i];
  END LOOP;
  RETURN '1 ' || array_to_string(used, ' ');
END
`;
