namespace SecurityScanner.Lexing;

/// <summary>A language the scanner reads.</summary>
internal enum Language
{
    Python,
    JavaScript,
    CSharp,
    Yaml,
    Json,
}
