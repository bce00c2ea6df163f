/// The state of a row's file that is not among the files of its dataset in the sources.
package enum UnindexedState: UInt32, Sendable, Hashable {
  /// No source lists it.
  case gone = 0
  /// A source lists it, but no dataset claims it.
  case unclaimed = 1
  /// A source lists it with 0 bytes.
  case empty = 2
  /// The sources do not list its place, so nobody looked.
  case unseen = 3
}
