import Testing

@testable import RegistryValidation

@Suite("The table of listed objects")
struct ListedObjectsTests {
  private func find(_ key: String, _ objects: ListedObjects) -> ListedObjects.Object? {
    objects.find(Array(key.utf8).span)
  }

  @Test func `finds what was added, and nothing else`() {
    var objects = ListedObjects(seed: 7)
    for number in 0..<50_000 {
      let isNew = objects.add(Array("key/\(number)".utf8).span, size: number == 9 ? nil : number)
      #expect(isNew)
    }
    #expect(objects.count == 50_000)
    for number in 0..<50_000 {
      let object = find("key/\(number)", objects)
      #expect(object?.size == (number == 9 ? nil : number))
      #expect(object?.isSeen == false)
      #expect(find("key/\(number)x", objects) == nil)
    }
  }

  @Test func `knows which objects were seen`() {
    var objects = ListedObjects(seed: 7)
    for key in ["a", "b", "c"] { _ = objects.add(Array(key.utf8).span, size: 1 << 56) }
    for key in ["b", "b", "x"] { objects.see(Array(key.utf8).span) }
    #expect(objects.unseen == 2)
    #expect(find("b", objects) == .init(size: 1 << 56, isSeen: true))
    #expect(find("a", objects) == .init(size: 1 << 56, isSeen: false))
  }

  @Test func `distinguishes several sizes of one key`() {
    var objects = ListedObjects(seed: 7)
    let key: [UInt8] = [1]
    let answers = [5, 5, 6, nil].map { objects.add(key.span, size: $0) }
    #expect(answers == [true, true, false, false])
    #expect(objects.count == 1)
  }

  @Test func `is empty at first`() {
    var objects = ListedObjects(seed: 0)
    #expect(find("a", objects) == nil)
    let key: [UInt8] = [1]
    objects.see(key.span)
    #expect(objects.unseen == 0)
  }
}
