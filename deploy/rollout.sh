#!/usr/bin/env bash
# Rolls a release out over a fleet: one box after the other, each must prove itself before the next is touched. The
# first one that does not is taken back to the release it had, and the rollout stops. Before all, the new release makes
# the database ready (kotd migrate), which the old one works on meanwhile and afterwards.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: rollout.sh [--dry-run] RELEASE BOX...

  RELEASE  name of a folder in /opt/kotd/releases that is on every box already; its package.json has the version
  BOX      ssh target, or ssh-target=http://address:port when kotd listens elsewhere than on 127.0.0.1:8080
           (as that box sees it)

Exit codes: 0 all boxes run it · 1 stopped, the box that failed is back on its old release · 2 nothing was touched ·
            3 stopped, and the box that failed could not be taken back: it needs you now

Environment:
  KOTD_ROLLOUT_RUN       runs a command on a box: called with the box and one command line   (ssh -o BatchMode=yes)
  KOTD_ROLLOUT_HOME      folder of releases/ and current on the boxes                        (/opt/kotd)
  KOTD_ROLLOUT_RESTART   restarts kotd on a box                                              (sudo systemctl restart kotd)
  KOTD_ROLLOUT_MIGRATE   makes the database ready; runs on the first box, in the release     (sudo ./deploy/kotd migrate)
  KOTD_ROLLOUT_TIMES     answers in a row that prove a box                                   (5)
  KOTD_ROLLOUT_EVERY     seconds between them                                                (1)
  KOTD_ROLLOUT_DEADLINE  seconds that a box has to prove itself                              (120)
TEXT
}

run=${KOTD_ROLLOUT_RUN:-ssh -o BatchMode=yes}
home=${KOTD_ROLLOUT_HOME:-/opt/kotd}
restart=${KOTD_ROLLOUT_RESTART:-sudo systemctl restart kotd}
migrate=${KOTD_ROLLOUT_MIGRATE:-sudo ./deploy/kotd migrate}
times=${KOTD_ROLLOUT_TIMES:-5}
every=${KOTD_ROLLOUT_EVERY:-1}
deadline=${KOTD_ROLLOUT_DEADLINE:-120}
dry=no

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }

# Nothing was changed yet: whoever repairs the reason starts again.
refuse() {
  say "$*" >&2
  exit 2
}

# on BOX COMMAND: a command line for the shell of the box.
on() {
  local box=${1%%=*}
  # $run is words on purpose: a command with its options.
  # shellcheck disable=SC2086
  $run "$box" "$2" </dev/null
}

# The same for what changes something: a dry run only prints it.
change() {
  if [ "$dry" = yes ]; then
    say "would run on ${1%%=*}: $2"
  else
    on "$@"
  fi
}

address() {
  case $1 in
    *=*) echo "${1#*=}" ;;
    *) echo http://127.0.0.1:8080 ;;
  esac
}

current() { on "$1" "basename \"\$(readlink $home/current)\""; }

version_of() { on "$1" "sed -n 's/^ *\"version\": *\"\\([^\"]*\\)\".*/\\1/p' $home/releases/$2/package.json | head -n 1"; }

# is_up BOX VERSION: whether it takes requests now, with the code of that version.
is_up() {
  local url answer
  url=$(address "$1")
  answer=$(on "$1" "curl -fsS --max-time 3 $url/health/ready >/dev/null && curl -fsS --max-time 3 $url/health/live" 2>/dev/null) || return 1
  case $answer in
    *"\"version\":\"$2\""*) return 0 ;;
    *) return 1 ;;
  esac
}

# A box has several workers, and each answer may be another's: one is no proof.
proves_itself() {
  local row=0 until=$((SECONDS + deadline))
  while [ "$row" -lt "$times" ]; do
    if is_up "$1" "$2"; then
      row=$((row + 1))
    else
      row=0
    fi
    if [ "$SECONDS" -ge "$until" ]; then return 1; fi
    sleep "$every"
  done
}

# older VERSION VERSION: whether the first comes before the second; 1.0.0-rc.1 comes before 1.0.0.
older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | tr - '~' | sort -V | head -n 1 | tr '~' -)" = "$1" ]
}

# put BOX RELEASE: the link is replaced in one step, so that no moment is without one.
put() {
  change "$1" "ln -sfn releases/$2 $home/current.new && mv -T $home/current.new $home/current" &&
    change "$1" "$restart"
}

# roll BOX: answers 0, 1 (taken back) or 3 (could not be taken back).
roll() {
  local box=$1 old=${was[$1]}
  if [ "$old" = "$release" ] && is_up "$box" "$version"; then
    say "${box%%=*}: runs $release already"
    return 0
  fi
  say "${box%%=*}: $old → $release"
  if [ "$dry" = yes ]; then
    put "$box" "$release"
    return 0
  fi
  if put "$box" "$release" && proves_itself "$box" "$version"; then
    say "${box%%=*}: proved itself"
    return 0
  fi
  say "${box%%=*}: $release did not prove itself; back to $old" >&2
  if put "$box" "$old" && proves_itself "$box" "${was_version[$box]}"; then
    say "${box%%=*}: serves with $old again" >&2
    return 1
  fi
  return 3
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=yes ;;
    --help | -h)
      usage
      exit 0
      ;;
    -*) usage >&2 && exit 2 ;;
    *) break ;;
  esac
  shift
done
if [ $# -lt 2 ]; then
  usage >&2
  exit 2
fi
release=$1
shift
# It becomes part of command lines on every box.
[[ $release =~ ^[A-Za-z0-9._-]+$ ]] || refuse "$release is no name of a release"

# What each box runs now: where it goes back to.
declare -A was was_version
version=
for box in "$@"; do
  found=$(version_of "$box" "$release") || refuse "${box%%=*} cannot be reached"
  [ -n "$found" ] || refuse "${box%%=*} has no $home/releases/$release: put it there first"
  [ "${version:=$found}" = "$found" ] || refuse "${box%%=*} has another $release: version $found, not $version"
  old=$(current "$box") || refuse "${box%%=*} has no $home/current"
  was[$box]=$old
  was_version[$box]=$(version_of "$box" "$old")
  is_up "$box" "${was_version[$box]}" && continue
  # While one box restarts the others carry its guests. The first may be down: it has none, and the release may be
  # its repair.
  [ "$box" = "$1" ] || refuse "${box%%=*} is not ready with $old: bring it up, or name it first"
  say "${box%%=*} is not ready with $old" >&2
done

# Whoever goes back finds the database as the newer release has made it: the older one can work on that, and cannot
# migrate it.
back=no
for box in "$@"; do
  if older "$version" "${was_version[$box]}"; then back=yes; fi
done
if [ "$back" = yes ]; then
  say "$release is older than what runs: nothing to migrate"
else
  change "$1" "cd $home/releases/$release && $migrate" ||
    refuse "${1%%=*}: kotd migrate of $release failed, and no box was touched: repair the reason and start again"
fi

for box in "$@"; do
  status=0
  roll "$box" || status=$?
  case $status in
    0) ;;
    1)
      say "STOPPED at ${box%%=*}. It serves with its old release; boxes before it keep $release, those after it were not touched." >&2
      say "Look why: $run ${box%%=*} journalctl -u kotd -n 100. Then roll out a repaired release, or the old one over all boxes." >&2
      exit 1
      ;;
    *)
      say "STOPPED at ${box%%=*}, and it does NOT serve with its old release either. The other boxes carry its guests." >&2
      say "Look now: $run ${box%%=*} journalctl -u kotd -n 100, and at its database and disk." >&2
      exit 3
      ;;
  esac
done
say "all boxes run $release"
