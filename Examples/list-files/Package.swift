// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "list-files",
  dependencies: [.package(name: "scregistry", path: "../..")],
  targets: [
    .executableTarget(
      name: "list-files",
      dependencies: [.product(name: "SharedCloudRegistry", package: "scregistry")])
  ]
)
