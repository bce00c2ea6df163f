/// The meaning of a field of a dataset entry, whatever name a version of the spec uses.
package enum Field: String, Sendable, Hashable, CaseIterable {
  case id, index, title, start, stop, modification, indexType, fileType, multiyear
  case creation, expiration, verified

  /// The names of the field, the newest first.
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
    case .creation: ["creation", "creationDate", "creationdate"]
    case .expiration: ["expiration"]
    case .verified: ["verified"]
    }
  }
}
