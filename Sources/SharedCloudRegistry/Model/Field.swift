/// What a field of a dataset entry means, whatever a version of the spec calls it.
package enum Field: String, Sendable, Hashable, CaseIterable {
  case id, index, title, start, stop, modification, indexType, fileType, multiyear

  /// The names of the field, that of the newest version first.
  ///
  /// Spec: SCR 0.1 to 1.1, §3.
  package var names: [String] {
    switch self {
    case .id: ["id", "dataset_id"]
    case .index: ["index", "loc"]
    case .title: ["title"]
    case .start: ["start", "startDate", "startdate"]
    case .stop: ["stop", "stopDate", "endDate", "enddate"]
    case .modification: ["modification", "modificationDate", "modificationdate"]
    case .indexType: ["indextype", "indexFormat", "indexformat"]
    case .fileType: ["filetype", "fileFormat", "fileformat"]
    case .multiyear: ["multiyear"]
    }
  }
}
