-- Asks for the paths of a file (its first argument), one after the other. With a body (its second) it posts that,
-- each time as another command: ids come from terminals, and are in no order.
local paths, body, at = {}, nil, 0

function init(given)
  for line in io.lines(given[1]) do paths[#paths + 1] = line end
  body = given[2]
  math.randomseed(os.time())
  at = math.random(#paths)
end

function request()
  at = at % #paths + 1
  if not body then return wrk.format('GET', paths[at]) end
  local part = math.random
  wrk.headers['content-type'] = 'application/json'
  wrk.headers['idempotency-key'] =
    string.format('%08x-%08x-%08x', part(0, 0x7fffffff), part(0, 0x7fffffff), part(0, 0x7fffffff))
  return wrk.format('POST', paths[at], nil, body)
end
