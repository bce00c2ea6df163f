# The container image. The program was tried in a directory that debootstrap made with the packages
# of the last stage; no container engine has built the image yet.
#
#   docker build --tag scregistry .
#   docker run --rm --volume "$PWD:/registry:ro" scregistry validate copy/

ARG SWIFT_VERSION=6.3
FROM swift:${SWIFT_VERSION}-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libyaml-dev zlib1g-dev libzstd-dev libisal-dev libcurl4-openssl-dev libssl-dev make pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN make release \
 && install -D --strip --mode 755 .build/release/scregistry /out/scregistry

# The program loads libcurl for servers, and ISA-L for large gzip files.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates libcurl4 libisal2 libgcc-s1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 65532 scregistry
COPY --from=build /out/scregistry /usr/bin/scregistry
COPY LICENSE Distribution/NOTICES.md /usr/share/doc/scregistry/
COPY Conformance /usr/share/scregistry/conformance
WORKDIR /registry
USER scregistry
ENTRYPOINT ["/usr/bin/scregistry"]
