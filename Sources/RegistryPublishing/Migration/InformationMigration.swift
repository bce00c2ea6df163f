internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Brings the file that describes a dataset's columns to version 1.1.
struct InformationMigration {
  /// The file; nil if no usable file exists.
  private(set) var information: DatasetPattern.Information?
  /// The names of the columns that it describes.
  private(set) var names: [String] = []
  /// Further notes.
  private(set) var notices: [String] = []

  private static let largest = 16 << 20

  /// Looks for the file next to the index files.
  ///
  /// - Parameter dataset: The dataset as the old catalog has it.
  /// - Throws: ``PublishingError`` when it is unknown whether there is one.
  init(of dataset: Dataset) async throws(PublishingError) {
    for suffix in [".json", ".info"] where information == nil {
      try await read(dataset, suffix: suffix)
    }
  }

  private mutating func read(
    _ dataset: Dataset, suffix: String
  ) async throws(PublishingError) {
    let place: StoragePlace
    do throws(ReadingError) {
      place = try dataset.indexPlace()
    } catch {
      throw PublishingError(.source, from: error)
    }
    do throws(StoreError) {
      let key = place.key + dataset.id + suffix
      let bytes = try await place.storage.read(key, .whole).all(limit: Self.largest)
      take(bytes, suffix: suffix, address: place.storage.address + key)
    } catch {
      // Without permission to list, S3 answers "forbidden" for an absent object too.
      guard [.notFound, .accessDenied].contains(error.code) else {
        throw PublishingError(.source, from: error)
      }
    }
  }

  private mutating func take(_ bytes: [UInt8], suffix: String, address: String) {
    guard let root = try? JSONParser.parse(bytes).root, let list = root["parameters"],
      list.kind == .array
    else {
      notices.append("\(address) does not describe columns; it stays unchanged")
      return
    }
    names = list.elements.map { $0["name"]?.string ?? "" }
    var members: [EntryMigration.Member] = [("version", "1.1")]
    for member in root.members
    where !DialectDetection.versionKeys.contains(member.key.text) && member.value.kind != .null {
      members.append((member.key.text, .node(member.value)))
    }
    information = .init(suffix: suffix, text: JSONWriter.write(.object(members)))
  }
}
