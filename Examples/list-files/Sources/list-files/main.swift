import SharedCloudRegistry

// usage: list-files BUCKET DATASET FROM TO
let words = CommandLine.arguments
let reader = RegistryReader()
let dataset = try await reader.bucket(at: words[1]).dataset(words[2], ignoresCase: true)

var query = FileQuery(from: TimeText.typed(words[3]), to: TimeText.typed(words[4]))
query.onFault = { fault in print("#", fault) }
var count = 0
for try await file in dataset.files(query) {
  print(file.start?.text ?? "static", file.filesize ?? 0, file.datakey)
  count += 1
}

// The bytes of the first file that can be read.
for try await content in dataset.contents(of: dataset.files(query)) {
  guard case .success(let bytes) = content.bytes else { continue }
  print("#", content.record.name, "begins with", bytes.prefix(4))
  break
}
print("#", count, "files")
