#!/bin/sh
# A PostgreSQL server for tests: a cluster in a folder of its own, on a socket alone.
# Prints its address, serves until its own input ends, and leaves nothing behind.
# Durability is off: what is tested is what happens to gateways, not to the server.
set -eu

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH="${programs:+$programs:}$PATH"
command -v initdb >/dev/null && command -v postgres >/dev/null || {
    echo "PostgreSQL is missing: install the Debian package postgresql" >&2
    exit 1
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/check-postgres.XXXXXX")
# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
    user=nobody
    id postgres >/dev/null 2>&1 && user=postgres
    chown "$user" "$folder"
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cd "$folder"
server=
end() {
    [ -z "$server" ] || { kill -QUIT "$server" && wait "$server"; } 2>/dev/null || :
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

$as initdb --pgdata=data --auth=trust --username=gateway --encoding=UTF8 --locale=C \
    --no-sync --no-instructions >log 2>&1 || { cat log >&2; exit 1; }
$as postgres -D data -k "$folder" -c listen_addresses= -c fsync=off \
    -c synchronous_commit=off -c max_connections=200 >log 2>&1 </dev/null &
server=$!
tries=0
until $as psql --host="$folder" --username=gateway --dbname=postgres --command='' >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -le 300 ] && kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
    sleep 0.1
done
echo "postgres://gateway@$(printf %s "$folder" | sed 's,/,%2F,g')/postgres"
cat >/dev/null
