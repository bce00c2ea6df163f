# Untested: written where no container engine was at hand. The steps that it runs are those of `make release`.
#
#   docker build --tag scregistry .
#   docker run --rm --volume "$PWD:/registry:ro" scregistry validate copy/

ARG SWIFT_VERSION=6.3
FROM swift:${SWIFT_VERSION}-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libyaml-dev zlib1g-dev libisal-dev libcurl4-openssl-dev libssl-dev make pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN make release \
 && install -D --strip --mode 755 .build/release/scregistry /out/scregistry

# The C library and libgcc, no shell, no package manager: all that the program needs.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /out/scregistry /usr/bin/scregistry
COPY LICENSE Distribution/NOTICES.md /usr/share/doc/scregistry/
WORKDIR /registry
USER nonroot
ENTRYPOINT ["/usr/bin/scregistry"]
