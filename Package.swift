// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Settings of everything but tests, which need conformances of public types.
let source = strict + [.enableUpcomingFeature("InternalImportsByDefault")]  // SE-0409

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "scregistry",
  products: [
    .library(name: "ObjectStorage", targets: ["ObjectStorage"]),
    .library(name: "SharedCloudRegistry", targets: ["SharedCloudRegistry", "ObjectStorage"]),
    .library(name: "RegistryValidation", targets: ["RegistryValidation", "Patterns"]),
    .library(name: "RegistryReports", targets: ["RegistryReports", "RegistryValidation"]),
    .library(name: "RegistryRepair", targets: ["RegistryRepair", "RegistryValidation"]),
    .library(name: "RegistryPublishing", targets: ["RegistryPublishing"]),
    .library(name: "RegistryMirrors", targets: ["RegistryMirrors"]),
    .library(name: "RegistrySite", targets: ["RegistrySite"]),
    .library(name: "RegistryConformance", targets: ["RegistryConformance"]),
    .executable(name: "scregistry", targets: ["scregistry"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // Loaded when they are first needed, so only their headers are needed here.
    .target(name: "CCurl", dependencies: ["CLibraries"]),
    .target(name: "CISAL", dependencies: ["CLibraries"]),
    .target(name: "CBrotli", dependencies: ["CLibraries"]),
    .target(name: "CLibraries"),
    .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "CWithoutProc"),
    // The style and the script of pages, put into the program by the C compiler.
    .target(name: "CPageFiles", exclude: ["page.css", "page.js"]),
    .target(name: "Locks", swiftSettings: source),
    .target(
      name: "Formats", dependencies: ["CYAML", "CZlib", "CZstd", "CISAL", "CBrotli"],
      swiftSettings: source),
    .target(name: "Patterns", dependencies: ["Formats"], swiftSettings: source),
    .target(name: "JSONSchema", dependencies: ["Patterns", "Formats"], swiftSettings: source),
    .target(name: "Files", swiftSettings: source),
    .target(
      name: "ObjectStorage",
      dependencies: ["Files", "Locks", "Formats", "CCurl", "COpenSSL", "CWithoutProc"],
      swiftSettings: source),
    .target(
      name: "Listings", dependencies: ["ObjectStorage", "Files", "Formats"],
      swiftSettings: source),
    .target(
      name: "CRegistrySchemas", path: "Schemas",
      exclude: [
        "documents", "metaschema", "own", "rule_names.py", "rules", "tables", "update.sh",
      ]),
    .target(name: "RegistrySchemas", dependencies: ["CRegistrySchemas"], swiftSettings: source),
    .target(
      name: "SharedCloudRegistry",
      dependencies: ["ObjectStorage", "Files", "Patterns", "Locks", "Formats"],
      swiftSettings: source),
    .target(
      name: "RegistryValidation",
      dependencies: [
        "SharedCloudRegistry", "Listings", "ObjectStorage", "Files", "JSONSchema", "Patterns",
        "RegistrySchemas", "Locks", "Formats",
      ],
      swiftSettings: source),
    .target(
      name: "RegistryReports",
      dependencies: [
        "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files", "JSONSchema",
        "Patterns", "RegistrySchemas", "Formats", "CPageFiles",
      ],
      swiftSettings: source),
    .target(
      name: "RegistryRepair",
      dependencies: [
        "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files", "Locks", "Formats",
      ],
      swiftSettings: source),
    .target(
      name: "RegistryPublishing",
      dependencies: [
        "RegistryValidation", "SharedCloudRegistry", "Listings", "ObjectStorage", "Files",
        "JSONSchema", "Patterns", "Locks", "Formats",
      ],
      swiftSettings: source),
    .target(
      name: "RegistryMirrors",
      dependencies: [
        "RegistryReports", "RegistryValidation", "SharedCloudRegistry", "Listings", "ObjectStorage",
        "Files",
        "Patterns", "Locks", "Formats",
      ],
      swiftSettings: source),
    .target(
      name: "RegistrySite",
      dependencies: [
        "RegistryReports", "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files",
        "Formats",
      ],
      swiftSettings: source),
    .target(
      name: "RegistryConformance",
      dependencies: [
        "RegistryMirrors", "RegistryPublishing", "RegistryReports", "RegistryValidation",
        "SharedCloudRegistry", "Listings", "ObjectStorage", "Files", "Patterns",
        "RegistrySchemas", "Locks", "Formats",
      ],
      swiftSettings: source),
    .executableTarget(
      name: "scregistry",
      dependencies: [
        "RegistryConformance", "RegistryMirrors", "RegistryPublishing", "RegistryReports",
        "RegistryRepair", "RegistrySite", "RegistryValidation", "SharedCloudRegistry", "Listings",
        "ObjectStorage", "Files", "JSONSchema", "Patterns", "Locks", "Formats", "CWithoutProc",
        argumentParser,
      ],
      swiftSettings: source),
    .target(
      name: "TestSupport", dependencies: ["Locks", "Formats"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "ValidationTestSupport",
      dependencies: [
        "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "RegistrySchemas",
        "JSONSchema", "Formats", "TestSupport",
      ],
      path: "Tests/ValidationTestSupport", swiftSettings: strict),
    .target(
      name: "InterleavedPublishing",
      dependencies: ["RegistryPublishing", "SharedCloudRegistry", "ObjectStorage", "Locks"],
      path: "Tests/InterleavedPublishing", swiftSettings: strict),
    .target(
      name: "DocumentChecks", dependencies: ["Formats", "TestSupport"],
      path: "Tests/Fuzzing/DocumentChecks", swiftSettings: strict),
    .target(
      name: "ParserChecks",
      dependencies: [
        "RegistryConformance", "RegistryPublishing", "RegistryValidation", "SharedCloudRegistry",
        "Listings", "ObjectStorage", "Patterns", "Formats", "DocumentChecks",
      ],
      path: "Tests/Fuzzing/ParserChecks", swiftSettings: strict),
    .testTarget(
      name: "FuzzingTests", dependencies: ["ParserChecks", "DocumentChecks", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LocksTests", dependencies: ["Locks"], swiftSettings: strict),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "DocumentChecks", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PatternsTests", dependencies: ["Patterns", "Formats", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "JSONSchemaTests", dependencies: ["JSONSchema", "Patterns", "Locks", "Formats"],
      swiftSettings: strict),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ObjectStorageTests",
      dependencies: ["ObjectStorage", "Files", "Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ListingsTests",
      dependencies: ["Listings", "ObjectStorage", "Files", "Formats", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SharedCloudRegistryTests",
      dependencies: [
        "SharedCloudRegistry", "ObjectStorage", "Files", "Patterns", "Formats", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "IntegrationTests",
      dependencies: [
        "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files", "Formats",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryValidationTests",
      dependencies: [
        "RegistryReports", "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files",
        "RegistrySchemas", "JSONSchema", "Patterns", "Formats", "ValidationTestSupport",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryReportsTests",
      dependencies: [
        "RegistryReports", "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files",
        "RegistrySchemas", "JSONSchema", "Patterns", "Formats", "ValidationTestSupport",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryRepairTests",
      dependencies: [
        "RegistryRepair", "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files",
        "Formats", "ValidationTestSupport", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryPublishingTests",
      dependencies: [
        "RegistryPublishing", "RegistryValidation", "SharedCloudRegistry", "Listings",
        "ObjectStorage", "Files", "Patterns", "Locks", "Formats", "InterleavedPublishing",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryMirrorsTests",
      dependencies: [
        "RegistryMirrors", "RegistryReports", "RegistryValidation", "SharedCloudRegistry",
        "Listings", "ObjectStorage", "Files", "Patterns", "Formats", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistrySiteTests",
      dependencies: [
        "RegistrySite", "RegistryValidation", "SharedCloudRegistry", "ObjectStorage", "Files",
        "Formats", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RegistryConformanceTests",
      dependencies: [
        "RegistryConformance", "RegistryPublishing", "RegistryReports", "RegistryValidation",
        "SharedCloudRegistry", "ObjectStorage", "Files", "RegistrySchemas", "JSONSchema", "Formats",
        "scregistry",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "RegistryConformance", "RegistryMirrors", "RegistryPublishing", "RegistryRepair",
        "RegistryReports", "RegistrySite", "RegistryValidation", "SharedCloudRegistry",
        "ObjectStorage",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "scregistry", "RegistryReports", "RegistryValidation", "ObjectStorage", "Formats",
        "JSONSchema",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer needs flags that a package must not set: see Tests/Fuzzing/run.sh.
if Context.environment["SCREGISTRY_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
    .executableTarget(
      name: "Fuzz", dependencies: ["CFuzzer", "ParserChecks"], path: "Tests/Fuzzing/Fuzz",
      swiftSettings: strict),
  ]
}

// A program with which Tests/Suites/parquet_test.py compares the formats with other programs.
if Context.environment["SCREGISTRY_PARQUET_TOOL"] != nil {
  package.targets.append(
    .executableTarget(
      name: "parquet-tool", dependencies: ["Formats"], path: "Tests/Suites/ParquetTool"))
}

// A program with which Tests/Suites/soak_library.py validates thousands of times in one process.
if Context.environment["SCREGISTRY_SOAK_TOOL"] != nil {
  package.targets.append(
    .executableTarget(
      name: "soak-tool", dependencies: ["RegistryValidation", "SharedCloudRegistry"],
      path: "Tests/Suites/SoakTool", swiftSettings: strict))
}

// A program with which Tests/Suites/interleavings.sh lets several publishers publish at once.
if Context.environment["SCREGISTRY_INTERLEAVING_TOOL"] != nil {
  package.targets.append(
    .executableTarget(
      name: "interleaving-tool", dependencies: ["InterleavedPublishing"],
      path: "Tests/Suites/InterleavingTool", swiftSettings: strict))
}
