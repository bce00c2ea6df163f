// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "list-files",
  dependencies: [.package(path: "../..")],
  targets: [
    .executableTarget(
      name: "list-files",
      dependencies: [.product(name: "SharedCloudRegistry", package: "PACKAGE")])
  ]
)
