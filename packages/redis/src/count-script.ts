import { scriptOf, type RunScript } from "./script-of.js";

// One script for all operations: Redis runs it whole, so that no call of another instance comes between the judgement and
// the count. Every key is named in KEYS, as a cluster demands. ARGV[1] holds numbers: the operation, the time (-1: that of
// Redis), milliseconds to keep a key longer than needed, and five for each counter.
//
// Numbers are doubles, exact to 2^53, and are written with '%.0f' because tostring() rounds them to 14 digits.
//
// sliding window: a list of "time:total" from old to new. `time` is the last millisecond that shares the entry, `total`
//   counts from the beginning of the list, so that a binary search finds what is used and what must leave. Of the ended
//   entries the latest stays, as the total to begin at. A third number is the time of the last raise, where it is earlier.
// token bucket: "missing:latest:limit", what is missing from a full bucket, and the limit of the latest raise: a call takes
//   the period, a millisecond gives back that limit.
// fixed window: "used:latest".
const SOURCE = `
local numbers = {}
for word in string.gmatch(ARGV[1], '%S+') do numbers[#numbers + 1] = tonumber(word) end
local operation, now, kept = numbers[1], numbers[2], numbers[3]
if operation == 3 then
  for _, key in ipairs(KEYS) do redis.call('DEL', key) end
  return {1}
end
if now < 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function text(number) return string.format('%.0f', number) end

local function entry(key, index)
  local time, total, latest = string.match(redis.call('LINDEX', key, index), '^(%d+):(%d+):?(%d*)$')
  return tonumber(time), tonumber(total), tonumber(latest)
end
-- The first index above low whose entry passes the test; the last entry does.
local function first(key, low, last, passes)
  local step = 1
  while low + step < last and not passes(entry(key, low + step)) do
    low = low + step
    step = step * 2
  end
  local high = math.min(low + step, last)
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    if passes(entry(key, middle)) then high = middle else low = middle end
  end
  return high
end
local function state(key)
  local value = redis.call('GET', key)
  if not value then return 0, nil, nil end
  local one, latest, limit = string.match(value, '^(%d+):(%d+):?(%d*)$')
  return tonumber(one), tonumber(latest), tonumber(limit)
end
-- A key lives for a period after its latest raise. A window of period 0 never ends.
local function store(c, value)
  if c.period == 0 then redis.call('SET', c.key, value)
  else redis.call('SET', c.key, value, 'PX', text(c.period + kept)) end
end

local kinds = {}
kinds[0] = {
  read = function(c)
    c.size = redis.call('LLEN', c.key)
    c.ended, c.total, c.base, c.at = c.size, 0, 0, now
    if c.size == 0 then return end
    local time, total, latest = entry(c.key, -1)
    c.at = math.max(now, latest or time)
    local before = c.at - c.period
    if time <= before then return end
    c.last, c.total = time, total
    c.ended = first(c.key, -1, c.size - 1, function(t) return t > before end)
    if c.ended > 0 then
      local _, base = entry(c.key, c.ended - 1)
      c.base = base
    end
  end,
  used = function(c) return c.total - c.base end,
  wait = function(c, excess)
    local enough = c.base + excess
    local i = first(c.key, c.ended - 1, c.size - 1, function(_, total) return total >= enough end)
    local time = entry(c.key, i)
    return time + c.period - c.at
  end,
  raise = function(c)
    local time = c.at
    if c.limit > 1000 then
      local slot = math.ceil(c.period / 1000)
      time = c.at - c.at % slot + slot - 1
    end
    if c.last then
      if c.ended > 1 then redis.call('LTRIM', c.key, c.ended - 1, -1) end
      time = math.max(time, c.last)
    elseif c.size > 0 then redis.call('DEL', c.key) end
    c.total = c.total + c.amount
    local value = text(time) .. ':' .. text(c.total)
    if time ~= c.at then value = value .. ':' .. text(c.at) end
    if time == c.last then redis.call('LSET', c.key, -1, value) else redis.call('RPUSH', c.key, value) end
    redis.call('PEXPIRE', c.key, text(time - c.at + c.period + kept))
  end,
}
kinds[1] = {
  read = function(c)
    local missing, latest, limit = state(c.key)
    c.latest = latest or now
    c.refill = limit or c.limit
    c.at = math.max(now, c.latest)
    local passed = c.at - c.latest
    if passed >= c.period then c.missing = 0 else c.missing = math.max(0, missing - passed * c.refill) end
  end,
  used = function(c) return math.ceil(c.missing / c.period) end,
  wait = function(c)
    local excess = c.missing + (math.max(1, c.amount) - c.limit) * c.period
    return math.min(math.ceil(excess / c.refill), c.latest + c.period - c.at)
  end,
  raise = function(c)
    local added = math.min(c.missing + c.amount * c.period, c.limit * c.period)
    c.missing = math.max(c.missing, added)
    store(c, text(c.missing) .. ':' .. text(c.at) .. ':' .. text(c.limit))
  end,
}
kinds[2] = {
  read = function(c)
    local count, latest = state(c.key)
    c.at = math.max(now, latest or now)
    c.count = count
    if c.period == 0 then return end
    c.window = math.floor((c.at - c.anchor) / c.period)
    if latest and math.floor((latest - c.anchor) / c.period) ~= c.window then c.count = 0 end
  end,
  used = function(c) return c.count end,
  wait = function(c)
    if c.period == 0 then return -1 end
    return c.anchor + (c.window + 1) * c.period - c.at
  end,
  raise = function(c)
    c.count = c.count + c.amount
    store(c, text(c.count) .. ':' .. text(c.at))
  end,
}

local counters, waits, isRefused = {}, {0}, false
for i, key in ipairs(KEYS) do
  local n = 5 * i - 2
  local c = { key = key, limit = numbers[n + 2], amount = numbers[n + 3], period = numbers[n + 4], anchor = numbers[n + 5] }
  c.kind = kinds[numbers[n + 1]]
  c.kind.read(c)
  local needed = math.max(1, c.amount)
  local excess = c.kind.used(c) + needed - c.limit
  local wait = 0
  if operation == 0 and excess > 0 then
    isRefused = true
    if needed > c.limit and c.period > 0 then wait = c.period else wait = c.kind.wait(c, excess) end
  end
  counters[i], waits[i + 1] = c, wait
end
if isRefused then return waits end
local used = {1}
for i, c in ipairs(counters) do
  if operation < 2 and c.amount > 0 then c.kind.raise(c) end
  used[i + 1] = c.kind.used(c)
end
return used
`;

/** Counts. Returns 1 and how much is used of each counter, or 0 and how long each must be waited for (-1: forever). */
export const runCountScript: RunScript = scriptOf(SOURCE);
