internal import Locks

/// Receives each warning about the access to storages once.
public final class StorageWarnings: Sendable, Hashable {
  private let seen = Lock<Set<String>>([])
  private let take: @Sendable (String) -> Void

  /// Creates a receiver.
  ///
  /// - Parameter take: Receives each warning, one line without a line end.
  public init(_ take: @escaping @Sendable (String) -> Void) { self.take = take }

  /// Passes a warning on, unless it was passed on before.
  func warn(_ text: String) {
    if seen.withLock({ $0.insert(text).inserted }) { take(text) }
  }

  /// Returns whether both are the same receiver.
  public static func == (left: StorageWarnings, right: StorageWarnings) -> Bool { left === right }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
