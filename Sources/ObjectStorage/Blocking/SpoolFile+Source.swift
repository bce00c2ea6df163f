package import Files

extension SpoolFile {
  /// Opens it for reading from its start.
  package func open() -> any ObjectSource { Source(self) }

  private final class Source: ObjectSource {
    private let file: SpoolFile
    private var offset = 0

    init(_ file: SpoolFile) { self.file = file }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
      let count: Int
      do throws(FileError) {
        count = unsafe try file.read(into: buffer, at: offset)
      } catch {
        throw StoreError(error)
      }
      offset += count
      return count
    }
  }
}
