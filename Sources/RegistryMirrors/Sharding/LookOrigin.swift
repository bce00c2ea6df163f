/// Where the closer looks of one comparison come from.
enum LookOrigin {
  /// The comparison makes all of them.
  case own
  /// The comparison makes those of some items of a plan, and hands them on.
  case part(PartWriter, mirror: Int)
  /// The parts of a plan made them.
  case parts(RecordedLooks, mirror: Int)
}
