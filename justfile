# `just` alone lists the recipes.
_list:
    @just --list

# Everything that continuous integration runs: formatting, lints, documentation, licences, all tests
check:
    ./scripts/test

# Only tests, e.g. `just test --test it accept`; PostgreSQL, Redis and a browser are brought along
test *ARGS='--tests':
    ./scripts/test {{ ARGS }}

# The demonstration: the whole life of a help request, told on the terminal
demo *ARGS:
    cargo run --release -- demo {{ ARGS }}

# Format the code in place
fmt:
    cargo fmt

# Clippy, with every warning an error
lint:
    cargo clippy --all-targets --features failpoints -- -D warnings

# The documentation of every room, private items included
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# The main job measured in both modes and beside its peers
bench:
    ./bench/pipeline
