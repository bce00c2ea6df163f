internal import Formats

extension Dataset {
  /// The list of files described as a HAPI dataset, as JSON: the answer of HAPI's `info`.
  ///
  /// Source: HAPI 3.1, §3.6. Times have 30 characters, to the nanosecond.
  public var hapiInfo: String {
    String(
      decoding: JSONWriter.write(.object(hapiMembers(from: nil, to: nil)), layout: .indented),
      as: UTF8.self)
  }

  /// The members of the HAPI header.
  ///
  /// - Parameters:
  ///   - from: The start of the requested time; nil for that of the dataset.
  ///   - to: The end of the requested time; nil for that of the dataset.
  /// - Returns: The members of the object.
  func hapiMembers(
    from: SCRTime?, to: SCRTime?
  ) -> [(key: String, value: JSONValue)] {
    func text(_ time: SCRTime?) -> JSONValue { time.map { .string($0.text) } ?? .null }
    var members: [(key: String, value: JSONValue)] = [
      ("HAPI", "3.1"), ("status", ["code": 1200, "message": "OK"]), ("id", .string(id)),
      ("title", .string(title)), ("startDate", text(from ?? start)), ("stopDate", text(to ?? stop)),
    ]
    if let modification { members.append(("modificationDate", .string(modification.text))) }
    members.append(("parameters", Self.hapiParameters))
    return members
  }

  private static let hapiParameters: JSONValue = [
    [
      "name": "start", "type": "isotime", "length": 30, "units": "UTC", "fill": nil,
      "description": "The start of the time that the file covers",
    ],
    [
      "name": "stop", "type": "isotime", "length": 30, "units": "UTC", "fill": nil,
      "description": "The end of the time that the file covers",
    ],
    [
      "name": "datakey", "type": "string", "length": 2048, "units": nil, "fill": "",
      "description": "The address of the file",
    ],
    [
      "name": "filesize", "type": "integer", "units": "bytes", "fill": "-1",
      "description": "The size of the file",
    ],
  ]
}
