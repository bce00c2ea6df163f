internal import CYAML

/// Owns one libyaml parser and the text it reads.
///
/// This is the only file that uses libyaml.
@safe struct YAMLEventReader: ~Copyable {
  /// The parser points into itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutablePointer<UInt8>
  private let isReady: Bool
  /// The bytes of a byte order mark: libyaml would count it as a column of the first line.
  private let markSize: Int

  /// Prepares to read a text in UTF-8.
  init(_ source: [UInt8]) {
    markSize = TextEncoding.hasByteOrderMark(source.span) ? TextEncoding.byteOrderMark.count : 0
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe text = .allocate(capacity: Swift.max(1, source.count))
    for index in source.indices { unsafe text[index] = source[index] }
    isReady = unsafe yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, text + markSize, source.count - markSize)
  }

  deinit {
    if isReady { unsafe yaml_parser_delete(parser) }
    unsafe parser.deallocate()
    unsafe text.deallocate()
  }

  /// Reads the next event and appends the text of a scalar to the pool.
  mutating func next(appendingTo pool: inout [UInt8]) throws(YAMLFailure) -> YAMLEvent {
    guard isReady else { throw YAMLFailure(problem: "libyaml has no memory") }
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&event) }
    var result = unsafe Self.event(from: event, appendingTo: &pool)
    result.start += markScalars
    result.end += markScalars
    return result
  }

  private static func event(
    from event: yaml_event_t, appendingTo pool: inout [UInt8]
  ) -> YAMLEvent {
    var result = unsafe YAMLEvent(
      kind: .other, start: Int(event.start_mark.index), end: Int(event.end_mark.index))
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_STREAM_END_EVENT: result.kind = .streamEnd
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: result.kind = .containerEnd
    case YAML_ALIAS_EVENT:
      result.kind = .alias
      result.anchor = unsafe bytes(event.data.alias.anchor)
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      result.isFlow = unsafe event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      result.anchor = unsafe bytes(event.data.sequence_start.anchor)
      result.tag = unsafe bytes(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.isFlow = unsafe event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      result.anchor = unsafe bytes(event.data.mapping_start.anchor)
      result.tag = unsafe bytes(event.data.mapping_start.tag)
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let start = pool.count
      unsafe pool.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      result.kind = .scalar
      result.text = start..<pool.count
      result.isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      result.anchor = unsafe bytes(scalar.anchor)
      result.tag = unsafe bytes(scalar.tag)
    default: break
    }
    return result
  }

  /// Copies a C string; nil for a null pointer.
  private static func bytes(_ text: UnsafeMutablePointer<UInt8>?) -> [UInt8]? {
    guard let text = unsafe text else { return nil }
    var bytes: [UInt8] = []
    var index = 0
    while unsafe text[index] != 0 {
      unsafe bytes.append(text[index])
      index += 1
    }
    return bytes
  }

  /// The number of scalars of the byte order mark.
  private var markScalars: Int { markSize > 0 ? 1 : 0 }

  private func failure() -> YAMLFailure {
    let state = unsafe parser.pointee
    guard let problem = unsafe state.problem else {
      return YAMLFailure(problem: "libyaml has no memory")
    }
    var failure = unsafe YAMLFailure(
      problem: String(cString: problem), scalar: Int(state.problem_mark.index) + markScalars)
    if let context = unsafe state.context {
      failure.context = unsafe String(cString: context)
      failure.contextStart = unsafe Int(state.context_mark.index) + markScalars
    }
    if unsafe state.error == YAML_READER_ERROR {
      failure.byte = unsafe Int(state.problem_offset) + markSize
    }
    return failure
  }
}
