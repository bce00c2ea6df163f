internal import Formats

extension Dataset {
  /// The list of files described as a HAPI dataset, as JSON: the answer of HAPI's `info`.
  ///
  /// Source: HAPI 3.1, §3.6. Times have 30 characters, to the nanosecond. Members that HAPI does
  /// not have begin with `x_`.
  public var hapiInfo: String {
    String(
      decoding: JSONWriter.writeHarmless(
        .object(hapiMembers(from: nil, to: nil)), layout: .indented),
      as: UTF8.self)
  }

  /// The members of the HAPI header.
  ///
  /// - Parameters:
  ///   - from: The start of the requested time; nil for that of the dataset.
  ///   - to: The end of the requested time; nil for that of the dataset.
  ///   - shape: What the records are like.
  /// - Returns: The members of the object.
  func hapiMembers(
    from: SCRTime?, to: SCRTime?, shape: HAPIShape = HAPIShape()
  ) -> [(key: String, value: JSONValue)] {
    // HAPI demands both times; a static dataset has none.
    func text(_ time: SCRTime?, or limit: String) -> JSONValue { .string(time?.text ?? limit) }
    var members: [(key: String, value: JSONValue)] = [
      ("HAPI", "3.1"), ("status", ["code": 1200, "message": "OK"]),
      ("startDate", text(from ?? start, or: Self.firstTime)),
      ("stopDate", text(to ?? stop, or: "9999-12-31T23:59:59Z")),
      ("description", .string(self["description"] ?? title)),
    ]
    for (name, key) in [
      ("resourceURL", "resource"), ("contact", "contact"), ("citation", "citation"),
    ] {
      if let text = self[key] { members.append((name, .string(text))) }
    }
    if let modification { members.append(("modificationDate", .string(modification.text))) }
    members += [
      ("parameters", shape.parameters), ("x_id", .string(id)), ("x_title", .string(title)),
    ]
    return members
  }

  /// The start of a dataset without a start, in HAPI.
  private static let firstTime = "0001-01-01T00:00:00Z"
}

/// What the records of a HAPI dataset are like.
struct HAPIShape: Sendable {
  /// The number of bytes of the longest datakey; the default is more than any address of S3 has.
  var keyLength = 2048
  /// Whether sizes need more than the 32 bits that an integer of HAPI has.
  var hasLargeFiles = false

  /// The parameters of the description.
  var parameters: JSONValue {
    [
      [
        "name": "start", "type": "isotime", "length": 30, "units": "UTC", "fill": nil,
        "description": "The start of the time that the file covers",
      ],
      [
        "name": "stop", "type": "isotime", "length": 30, "units": "UTC", "fill": nil,
        "description": "The end of the time that the file covers",
      ],
      [
        "name": "datakey", "type": "string", "length": .number(keyLength), "units": nil,
        "fill": "", "description": "The address of the file",
      ],
      [
        "name": "filesize", "type": hasLargeFiles ? "double" : "integer", "units": "bytes",
        "fill": "-1", "description": "The size of the file",
      ],
    ]
  }
}
