internal import Formats
internal import SharedCloudRegistry

/// The members of a dataset's entry that follow from a mission and the index files.
struct EntryFields {
  let mission: Mission
  let dataset: KeyMatcher.Dataset

  private var pattern: DatasetPattern { mission.datasets[dataset.pattern] }

  /// The address of the directory of the index files.
  var index: String { pattern.index.filled(with: dataset.captures) }

  /// The members of the entry, in the order of the specification.
  ///
  /// - Parameters:
  ///   - start: The first start.
  ///   - stop: The last stop.
  ///   - datakey: A datakey, whose ending gives the type if the mission does not.
  /// - Returns: The members.
  func members(start: String, stop: String, datakey: String) -> [CatalogDraft.Member] {
    var stated = pattern.fields.map { field in
      (key: field.name, value: field.filled(with: dataset.captures))
    }
    func take(_ name: String, otherwise: JSONValue) -> CatalogDraft.Member {
      guard let index = stated.firstIndex(where: { $0.key == name }) else {
        return (name, otherwise)
      }
      return stated.remove(at: index)
    }
    var members: [CatalogDraft.Member] = [
      ("id", .string(dataset.id)), ("index", .string(index)),
      take("title", otherwise: .string(dataset.id)),
      ("start", .string(start)), ("stop", .string(stop)),
      ("indextype", .string(pattern.indexFormat.indexType ?? "csv")),
      take("filetype", otherwise: .string(Self.fileType(of: datakey))),
    ]
    stated.removeAll { $0.key == "indextype" }
    members += stated
    return members
  }

  /// The type of a file, by the ending of its name.
  private static func fileType(of datakey: String) -> String {
    let name = datakey.lowercased()
    let types = [
      "cdf": [".cdf"], "fits": [".fits", ".fit", ".fts"], "netcdf4": [".nc", ".nc4"],
      "netcdf3": [".ncd", ".netcdf", ".ncdf"], "hdf5": [".h5", ".hdf", ".hdf5"], "csv": [".csv"],
      "txt": [".txt", ".asc", ".dat"],
    ]
    return types.first { $0.value.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") } }?
      .key ?? "other"
  }

  /// The file that describes the further columns; nil if there are no such columns.
  var information: DatasetPattern.Information? {
    if let information = pattern.information { return information }
    guard !pattern.columns.isEmpty else { return nil }
    let parameters = pattern.columns.map { column in
      var members: [CatalogDraft.Member] = [
        ("name", .string(column.name)), ("type", .string(column.type)),
      ]
      if let units = column.units { members.append(("units", .string(units))) }
      if let text = column.description { members.append(("desc", .string(text))) }
      return JSONValue.object(members)
    }
    let text = JSONWriter.write(["version": "1.1", "parameters": .array(parameters)])
    return .init(suffix: ".json", text: text)
  }
}
