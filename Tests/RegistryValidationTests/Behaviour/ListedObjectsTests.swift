import Testing

@testable import RegistryValidation

@Suite("The table of listed objects")
struct ListedObjectsTests {
  @Test func `finds what was added, and nothing else`() {
    var objects = ListedObjects(seed: 7)
    for number in 0..<50_000 {
      let isNew = objects.add(Array("key/\(number)".utf8).span, size: number == 9 ? nil : number)
      #expect(isNew)
    }
    #expect(objects.count == 50_000)
    for number in 0..<50_000 {
      let object = objects.find(Array("key/\(number)".utf8).span)
      #expect(object?.size == (number == 9 ? nil : number))
      #expect(object?.isSeen == false)
      #expect(objects.find(Array("key/\(number)x".utf8).span) == nil)
    }
  }

  @Test func `knows which objects were seen`() {
    var objects = ListedObjects(seed: 7)
    for key in ["a", "b", "c"] { _ = objects.add(Array(key.utf8).span, size: 1 << 56) }
    for key in ["b", "b", "x"] { objects.see(Array(key.utf8).span) }
    #expect(objects.unseen == 2)
    #expect(objects.find([UInt8(ascii: "b")].span) == .init(size: 1 << 56, isSeen: true))
    #expect(objects.find([UInt8(ascii: "a")].span) == .init(size: 1 << 56, isSeen: false))
  }

  @Test func `tells sizes apart that one key has`() {
    var objects = ListedObjects(seed: 7)
    #expect(objects.add([1].span, size: 5))
    #expect(objects.add([1].span, size: 5))
    #expect(!objects.add([1].span, size: 6))
    #expect(!objects.add([1].span, size: nil))
    #expect(objects.count == 1)
  }

  @Test func `is empty at first`() {
    var objects = ListedObjects(seed: 0)
    #expect(objects.find([1].span) == nil)
    objects.see([1].span)
    #expect(objects.unseen == 0)
  }
}
