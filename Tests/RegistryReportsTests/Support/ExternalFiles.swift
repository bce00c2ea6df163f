import Formats
import FoundationEssentials
import JSONSchema
import ValidationTestSupport

/// Third-party schemas, which are not part of the project.
enum ExternalFiles {
  /// The folder: set in the environment, or next to the checkout.
  static let folder =
    ProcessInfo.processInfo.environment["SCREGISTRY_EXTERNAL"]
    ?? ProjectFiles.folder + "/../shared/external"

  /// The schema of SARIF 2.1.0; nil if not present.
  static let sarif: Schema? = {
    guard let data = try? Data(contentsOf: URL(filePath: folder + "/sarif/sarif-schema-2.1.0.json"))
    else { return nil }
    // It means the same in the draft that the engine supports.
    let text = String(decoding: data, as: UTF8.self).replacing(
      "http://json-schema.org/draft-04/schema#",
      with: "https://json-schema.org/draft/2020-12/schema"
    )
    var collection = SchemaCollection()
    guard let document = try? JSONParser.parse(Array(text.utf8)),
      (try? collection.add(document, uri: "test:sarif")) != nil
    else { return nil }
    return try? Schema(compiling: "test:sarif", in: collection)
  }()
}
