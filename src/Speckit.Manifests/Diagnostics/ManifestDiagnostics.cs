using System.Collections.Immutable;

namespace Speckit.Manifests.Diagnostics;

/// <summary>Every kind of problem that YAML files and manifests can have: SPK10xx. Codes are never reused.</summary>
public static class ManifestDiagnostics
{
    /// <summary>The text is not YAML.</summary>
    public static DiagnosticDescriptor YamlSyntax { get; } = Define("SPK1001", "Not YAML");

    /// <summary>The bytes are not UTF-8.</summary>
    public static DiagnosticDescriptor NotUtf8 { get; } = Define("SPK1002", "Not UTF-8");

    /// <summary>A character that YAML does not allow.</summary>
    public static DiagnosticDescriptor ForbiddenCharacter { get; } = Define("SPK1003", "Character not allowed");

    /// <summary>The file or what it expands to is too large or nested too deeply.</summary>
    public static DiagnosticDescriptor LimitExceeded { get; } = Define("SPK1004", "File too large or too deep");

    /// <summary>More than one document in a file.</summary>
    public static DiagnosticDescriptor SeveralDocuments { get; } = Define("SPK1005", "Several documents");

    /// <summary>A key occurs twice in a mapping.</summary>
    public static DiagnosticDescriptor DuplicateKey { get; } = Define("SPK1006", "Duplicate key");

    /// <summary>A list or mapping is used as a key.</summary>
    public static DiagnosticDescriptor KeyNotText { get; } = Define("SPK1007", "Key is not text");

    /// <summary>A merge key, which YAML 1.2 does not have.</summary>
    public static DiagnosticDescriptor MergeKey { get; } = Define("SPK1008", "Merge key");

    /// <summary>A tag that is unknown or does not fit its value.</summary>
    public static DiagnosticDescriptor BadTag { get; } = Define("SPK1009", "Tag not supported");

    /// <summary>A number that is infinite or that JSON does not keep exactly.</summary>
    public static DiagnosticDescriptor NumberOutOfRange { get; } = Define("SPK1010", "Number out of range");

    /// <summary>An alias without an anchor, or inside its own anchor.</summary>
    public static DiagnosticDescriptor BadAlias { get; } = Define("SPK1011", "Bad alias");

    /// <summary>More problems than are told.</summary>
    public static DiagnosticDescriptor TooManyProblems { get; } = Define("SPK1012", "Too many problems");

    /// <summary>The file names no dialect, or both.</summary>
    public static DiagnosticDescriptor UnknownDialect { get; } = Define("SPK1020", "Unknown manifest dialect");

    /// <summary>An <c>apiVersion</c> or <c>kind</c> that this version does not read.</summary>
    public static DiagnosticDescriptor UnsupportedApi { get; } = Define("SPK1022", "Unsupported apiVersion or kind");

    /// <summary>A key that the manifest format does not have.</summary>
    public static DiagnosticDescriptor UnknownKey { get; } = Define("SPK1023", "Unknown key");

    /// <summary>A key that must be there is not.</summary>
    public static DiagnosticDescriptor MissingKey { get; } = Define("SPK1024", "Missing key");

    /// <summary>A value of another type than expected.</summary>
    public static DiagnosticDescriptor WrongType { get; } = Define("SPK1025", "Wrong type");

    /// <summary>A value that is empty, too long or outside its bounds.</summary>
    public static DiagnosticDescriptor OutOfBounds { get; } = Define("SPK1026", "Value out of bounds");

    /// <summary>A name that breaks the rules for names.</summary>
    public static DiagnosticDescriptor BadName { get; } = Define("SPK1027", "Bad name");

    /// <summary>A version that is not SemVer.</summary>
    public static DiagnosticDescriptor BadVersion { get; } = Define("SPK1028", "Bad version");

    /// <summary>A version range that npm would not read.</summary>
    public static DiagnosticDescriptor BadRange { get; } = Define("SPK1029", "Bad version range");

    /// <summary>A value that is none of the values there are.</summary>
    public static DiagnosticDescriptor UnknownValue { get; } = Define("SPK1030", "Unknown value");

    /// <summary>A capability that does not exist.</summary>
    public static DiagnosticDescriptor UnknownCapability { get; } = Define("SPK1031", "Unknown capability");

    /// <summary>The same thing is declared twice.</summary>
    public static DiagnosticDescriptor DuplicateDeclaration { get; } = Define("SPK1032", "Declared twice");

    /// <summary>A path that leaves the package or that not every platform can hold.</summary>
    public static DiagnosticDescriptor UnsafePath { get; } = Define("SPK1033", "Unsafe path");

    /// <summary>An entry point that is not <c>path[:member]</c>.</summary>
    public static DiagnosticDescriptor BadEntrypoint { get; } = Define("SPK1034", "Bad entry point");

    /// <summary>Entry points of several runtimes and no <c>runtime</c> key.</summary>
    public static DiagnosticDescriptor MixedRuntimes { get; } = Define("SPK1035", "Mixed runtimes");

    /// <summary>An event name or pattern that breaks the rules.</summary>
    public static DiagnosticDescriptor BadEvent { get; } = Define("SPK1036", "Bad event name");

    /// <summary>Keys of which exactly one must be there.</summary>
    public static DiagnosticDescriptor ConflictingKeys { get; } = Define("SPK1037", "Conflicting keys");

    /// <summary>A squad names an agent that the plugin does not have.</summary>
    public static DiagnosticDescriptor UnknownAgent { get; } = Define("SPK1038", "Unknown agent");

    /// <summary>Versions that contradict each other.</summary>
    public static DiagnosticDescriptor ContradictingVersions { get; } = Define("SPK1039", "Contradicting versions");

    /// <summary>A value that a list holds twice.</summary>
    public static DiagnosticDescriptor RepeatedValue { get; } = Define("SPK1040", "Repeated value");

    /// <summary>A parameter of a command that could never be used as declared.</summary>
    public static DiagnosticDescriptor BadParameter { get; } = Define("SPK1041", "Bad command parameter");

    /// <summary>A plugin that requires itself.</summary>
    public static DiagnosticDescriptor RequiresItself { get; } = Define("SPK1042", "Plugin requires itself");

    /// <summary>An address that is not an http or https URL.</summary>
    public static DiagnosticDescriptor BadUrl { get; } = Define("SPK1043", "Bad URL");

    /// <summary>A manifest without a name or a version of its own.</summary>
    public static DiagnosticDescriptor IncompleteIdentity { get; } = Define("SPK1044", "Name or version missing");

    /// <summary>Things that wait for, or build on, each other in a circle.</summary>
    public static DiagnosticDescriptor Circle { get; } = Define("SPK1045", "Circle");

    /// <summary>A stage waits for one that the workflow does not have.</summary>
    public static DiagnosticDescriptor UnknownStage { get; } = Define("SPK1046", "Unknown stage");

    /// <summary>A regular expression that cannot be used.</summary>
    public static DiagnosticDescriptor BadPattern { get; } = Define("SPK1047", "Bad regular expression");

    /// <summary>A host that is neither a name, a pattern nor an address.</summary>
    public static DiagnosticDescriptor BadHost { get; } = Define("SPK1048", "Bad host");

    /// <summary>A pattern names a template that the plugin does not have.</summary>
    public static DiagnosticDescriptor UnknownTemplate { get; } = Define("SPK1049", "Unknown template");

    /// <summary>A file that the manifest names is not in the package.</summary>
    public static DiagnosticDescriptor MissingFile { get; } = Define("SPK1050", "Missing file");

    /// <summary>The file of the configuration's schema is no JSON Schema.</summary>
    public static DiagnosticDescriptor BadConfigurationSchema { get; } =
        Define("SPK1051", "Bad configuration schema file");

    /// <summary>All of them, in the order of their codes.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        YamlSyntax,
        NotUtf8,
        ForbiddenCharacter,
        LimitExceeded,
        SeveralDocuments,
        DuplicateKey,
        KeyNotText,
        MergeKey,
        BadTag,
        NumberOutOfRange,
        BadAlias,
        TooManyProblems,
        UnknownDialect,
        UnsupportedApi,
        UnknownKey,
        MissingKey,
        WrongType,
        OutOfBounds,
        BadName,
        BadVersion,
        BadRange,
        UnknownValue,
        UnknownCapability,
        DuplicateDeclaration,
        UnsafePath,
        BadEntrypoint,
        MixedRuntimes,
        BadEvent,
        ConflictingKeys,
        UnknownAgent,
        ContradictingVersions,
        RepeatedValue,
        BadParameter,
        RequiresItself,
        BadUrl,
        IncompleteIdentity,
        Circle,
        UnknownStage,
        BadPattern,
        BadHost,
        UnknownTemplate,
        MissingFile,
        BadConfigurationSchema,
    ];

    private static DiagnosticDescriptor Define(string code, string title) => new(code, FailureKind.BadInput, title);
}
