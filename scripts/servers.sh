# shellcheck shell=bash
# What scripts/test and bench/run share: finding and installing what is missing, and private servers that stop with the script.
# Sourced, not run: the script that sources it sets -euo pipefail and stands in the root of the repository.
#
#   DATABASE_URL   use this PostgreSQL instead; its role must be allowed to CREATE DATABASE, since each test makes a database of its own
#   REDIS_URL      use this Redis instead; the tests write keys and streams of their own into it
PATH=$PATH:/usr/sbin:/sbin # where Debian keeps runuser and what dpkg calls

me=${0#"$PWD"/}
work=""      # temporary folder of this run
pg_bin=""    # folder of initdb, postgres and pg_ctl
pg_data=""   # set while a PostgreSQL of ours may be running
redis_pid="" # set while a Redis of ours may be running
passed=""    # set by the script at its very end
postgres_options="" # more of them, as each script needs
redis_appendonly=no # yes for a bench of what lasts

fail() {
    echo "$me: $*" >&2
    exit 1
}

# --- finding and installing -------------------------------------------------------------------------------------------------------

first_of() { # the path of the first of these commands that exists, or nothing
    local name
    for name in "$@"; do command -v "$name" && return; done
    true
}

find_postgres() { # the newest installed server
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [[ -x $folder/initdb && -x $folder/postgres && -x $folder/pg_ctl ]] && echo "$folder" && return
    done
    true
}

has_japanese_font() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' fonts-noto-cjk 2>/dev/null) == installed ]] || [[ -n $(fc-list :lang=ja 2>/dev/null) ]]
}

missing_packages() {
    # Also where DATABASE_URL or REDIS_URL is given: some tests stop or empty a server, which must be one of their own.
    [[ -n $(find_postgres) ]] || echo postgresql
    [[ -n $(first_of redis-server) && -n $(first_of redis-cli) ]] || echo redis-server
    [[ -n $(first_of chromium chromium-browser) ]] || echo chromium
    [[ -n $(first_of chromedriver) ]] || echo chromium-driver
    has_japanese_font || echo fonts-noto-cjk
    [[ -n $(first_of curl) ]] || echo curl ca-certificates
}

install_missing() {
    local packages as_root=()
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]} == 0)) && return
    ((EUID == 0)) || as_root=(sudo -n)
    if [[ -z $(first_of apt-get) ]] || ! "${as_root[@]}" true 2>/dev/null; then
        fail "please install these Debian packages (or what your system calls them), then run this again: ${packages[*]}"
    fi
    echo "$me: installing what the tests need and this machine lacks, with apt-get: ${packages[*]}"
    # What is downloaded is not kept: Chromium alone is a third of a gigabyte, twice.
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Keep-Downloaded-Packages=false)
    "${as_root[@]}" update || fail "apt-get update failed; these packages are still missing: ${packages[*]}"
    "${as_root[@]}" install -y --no-install-recommends "${packages[@]}" || fail "apt-get could not install: ${packages[*]}"
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]} == 0)) || fail "still missing after apt-get install: ${packages[*]}"
}

require_rust() { # rustfmt and clippy only where the checks run
    [[ -n $(first_of cargo) ]] || fail "cargo is not on the PATH; install Rust first"
    (($# == 0)) || return 0
    cargo fmt --version >/dev/null 2>&1 || fail "rustfmt is missing; add it with: rustup component add rustfmt"
    cargo clippy --version >/dev/null 2>&1 || fail "clippy is missing; add it with: rustup component add clippy"
}

# axe-core looks at pages for those who see little. A file of its package is all that is wanted, so npm itself is not.
axe_version=4.14.1
axe_sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
find_axe() { # its path; brought from npm's registry once, and taken only if it is the file that was looked at when this line was written
    local file=$PWD/target/npm/axe-core-$axe_version.js tarball
    if [[ ! -e $file ]]; then
        mkdir -p "${file%/*}"
        tarball=$(mktemp "${file%/*}/axe.XXXXXX")
        curl -fsSL --retry 3 --max-time 120 -o "$tarball" "${npm_config_registry:-https://registry.npmjs.org}/axe-core/-/axe-core-$axe_version.tgz" ||
            fail "axe-core could not be fetched from npm's registry (npm_config_registry names another)"
        echo "$axe_sha512  $tarball" | sha512sum --quiet -c - >&2 || fail "what npm's registry gave is not axe-core $axe_version"
        tar -xzf "$tarball" -O package/axe.min.js >"$file.part"
        mv "$file.part" "$file"
        rm -f "$tarball"
    fi
    echo "$file"
}

# --- room on the disk -------------------------------------------------------------------------------------------------------------

room() { # said at both ends of a run, since a full disk shows itself as anything else
    local folder free
    mkdir -p target
    for folder in target /tmp; do
        free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
        echo "$me: $free MB free in $folder $1"
        ((free >= 500)) || echo "$me: that is too little; from nothing, about 4 GB are needed in target and half a GB in /tmp" >&2
    done
}

# --- private servers --------------------------------------------------------------------------------------------------------------

free_port() { # below the range from which the kernel hands out ports by itself
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

as_postgres() ( # PostgreSQL refuses to run as root; a subshell, so that its log never swallows what our traps say
    cd "$work"
    exec >>"$work/postgres.log" 2>&1
    if ((EUID == 0)); then exec runuser -u postgres -- "$@"; else exec "$@"; fi
)

start_postgres() {
    local home=$work/postgres port options
    pg_bin=$(find_postgres)
    mkdir "$home"
    ((EUID != 0)) || chown postgres "$home"
    as_postgres "$pg_bin/initdb" -D "$home/data" -A trust -U nakodo --encoding=UTF8 --locale=C.UTF-8 ||
        { tail -n 20 "$work/postgres.log" >&2 && fail "initdb failed"; }
    pg_data=$home/data
    for _ in 1 2 3 4 5; do # another process may take the port between the look and the start
        port=$(free_port)
        options="-p $port -k '$home' -c listen_addresses=127.0.0.1 -c max_connections=300 $postgres_options"
        if as_postgres "$pg_bin/pg_ctl" start -w -t 60 -D "$pg_data" -l "$home/log" -o "$options"; then
            export NAKODO_TEST_DATABASE_URL="postgres://nakodo@127.0.0.1:$port/postgres"
            return
        fi
    done
    tail -n 20 "$work/postgres.log" "$home/log" >&2 || true
    fail "the private PostgreSQL did not start"
}

start_redis() {
    local port socket=$work/redis.sock
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        redis-server --bind 127.0.0.1 --port "$port" --save "" --appendonly "$redis_appendonly" --dir "$work" --unixsocket "$socket" >"$work/redis.log" 2>&1 &
        redis_pid=$!
        for _ in {1..100}; do # asked over the socket, so that the answer is certainly ours
            if [[ $(redis-cli -s "$socket" ping 2>/dev/null) == PONG ]]; then
                export NAKODO_TEST_REDIS_URL="redis://127.0.0.1:$port/"
                return
            fi
            kill -0 "$redis_pid" 2>/dev/null || break
            sleep 0.1
        done
        stop_redis
    done
    tail -n 20 "$work/redis.log" >&2 || true
    fail "the private Redis did not start"
}

stop_redis() {
    [[ -n $redis_pid ]] || return 0
    kill "$redis_pid" 2>/dev/null || true
    wait "$redis_pid" 2>/dev/null || true
    redis_pid=""
}

stop_postgres() {
    [[ -n $pg_data && -e $pg_data/postmaster.pid ]] || return 0
    as_postgres "$pg_bin/pg_ctl" stop -w -t 30 -m fast -D "$pg_data" ||
        as_postgres "$pg_bin/pg_ctl" stop -w -t 30 -m immediate -D "$pg_data" || true
}

finish() { # the EXIT trap: also after a failure or Ctrl-C
    local code=$? outcome
    trap - EXIT
    trap '' INT TERM HUP
    stop_redis
    stop_postgres
    room "at the end"
    [[ -z $work ]] || rm -rf "$work"
    if [[ -n $passed ]]; then outcome=passed; elif ((code > 0)); then outcome="failed (exit code $code)"; else outcome="stopped by a signal"; fi
    echo "$me: $outcome after $SECONDS s"
    exit "$code"
}

start_servers() {
    work=$(mktemp -d /tmp/nakodo-test.XXXXXX) # not $TMPDIR: user postgres must be able to enter, and a socket's path must be short
    chmod 755 "$work"
    if [[ -n ${DATABASE_URL:-} ]]; then export NAKODO_TEST_DATABASE_URL=$DATABASE_URL; else start_postgres; fi
    if [[ -n ${REDIS_URL:-} ]]; then export NAKODO_TEST_REDIS_URL=$REDIS_URL; else start_redis; fi
}

prepare() { # everything that tests and benchmarks need; stopped and removed by the trap, also after a failure
    trap finish EXIT
    trap 'exit 130' INT
    room "at the beginning"
    install_missing
    start_servers
    NAKODO_TEST_CHROMIUM=$(first_of chromium chromium-browser)
    NAKODO_TEST_CHROMEDRIVER=$(first_of chromedriver)
    NAKODO_TEST_REDIS_SERVER=$(first_of redis-server)
    NAKODO_TEST_POSTGRES_BIN=$(find_postgres)
    NAKODO_TEST_AXE=$(find_axe)
    export NAKODO_TEST_AXE NAKODO_TEST_CHROMIUM NAKODO_TEST_CHROMEDRIVER NAKODO_TEST_REDIS_SERVER NAKODO_TEST_POSTGRES_BIN
}
