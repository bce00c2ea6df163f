import ArgumentParser

@main struct ScregistryTool: ParsableCommand {}
