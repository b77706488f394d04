# The builder needs Rust and a C compiler only (the slim image has both): SQLite and libpq are built from their crates.
FROM rust:1-bookworm-slim AS builder
WORKDIR /build
COPY . .
# The caches keep the next build short; the binary is copied out, because a cache is not part of the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin nakodo && cp target/release/nakodo /usr/local/bin/nakodo

# The same Debian as the builder, so that the C library fits.
FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/nakodo nakodo
COPY --from=builder /usr/local/bin/nakodo /usr/local/bin/nakodo
COPY --from=builder /build/config/ /etc/nakodo/
COPY LICENSE /usr/share/doc/nakodo/
USER 10001
# Embedded mode keeps its database and its letters below here; scale-out mode keeps nothing.
WORKDIR /var/lib/nakodo
VOLUME /var/lib/nakodo
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["nakodo", "healthcheck"]
ENTRYPOINT ["nakodo"]
CMD ["serve"]
