using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Speckit.Workspace.Backlog;

/// <summary>What the project's Backlog.md configuration says (design/interop.md). Read, never written.</summary>
public sealed record BacklogConfig
{
    private static readonly ImmutableArray<string> DefaultStatuses = ["To Do", "In Progress", "Done"];
    private static readonly ImmutableArray<string> DefaultPriorities = ["High", "Medium", "Low"];

    /// <summary>The project's name.</summary>
    public required string ProjectName { get; init; }

    /// <summary>The statuses in their order.</summary>
    public ImmutableArray<string> Statuses { get; init; } = DefaultStatuses;

    /// <summary>The status of a new task.</summary>
    public string DefaultStatus { get; init; } = "To Do";

    /// <summary>The prefix of task ids, letters only.</summary>
    public string TaskPrefix { get; init; } = "task";

    /// <summary>The number of digits ids are padded to; 0 for none.</summary>
    public int ZeroPaddedIds { get; init; }

    /// <summary>How people like to see dates. Files hold <c>yyyy-MM-dd HH:mm</c> (UTC) whatever it says.</summary>
    public string DateFormat { get; init; } = "yyyy-mm-dd";

    /// <summary>Labels offered for choice; others may be used.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The priorities a task may have.</summary>
    public ImmutableArray<string> Priorities { get; init; } = DefaultPriorities;

    /// <summary>Who gets a new task.</summary>
    public ImmutableArray<string> DefaultAssignee { get; init; } = [];

    /// <summary>The items every new task has under "Definition of Done".</summary>
    public ImmutableArray<string> DefinitionOfDone { get; init; } = [];

    /// <summary>Whether locks are kept in the backlog folder even when there is a Git repository.</summary>
    public bool FilesystemOnly { get; init; }

    /// <summary>The backlog folder, when the configuration lies at the project root.</summary>
    internal string? BacklogDirectory { get; init; }

    /// <summary>The configured spelling of a status, whatever the case it was given in; null when there is none.</summary>
    public string? Canonical(string status) =>
        Statuses.FirstOrDefault(s => s.Equals(status.Trim(), StringComparison.OrdinalIgnoreCase));

    internal static Result<BacklogConfig> Read(string fileName, string text)
    {
        try
        {
            using var reader = new StringReader(text);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? FromNode(fileName, root)
                : Invalid(fileName, "it is not one mapping", Mark.Empty);
        }
        catch (Exception e) when (MalformedYaml.IsBlamedOnText(e))
        {
            return Invalid(fileName, e.Message, (e as YamlException)?.Start ?? Mark.Empty);
        }
    }

    private static Result<BacklogConfig> FromNode(string fileName, YamlMappingNode root)
    {
        var prefix = Scalar(root, "task_prefix") ?? "task";
        if (prefix.Length == 0 || !prefix.All(char.IsAsciiLetter))
        {
            return Invalid(fileName, $"task_prefix '{prefix}' is not letters only", root.Start);
        }

        var padding = Scalar(root, "zero_padded_ids");
        var digits = 0;
        if (padding is not null && !(TryInteger(padding, out digits) && digits is >= 0 and <= 20))
        {
            return Invalid(fileName, $"zero_padded_ids '{padding}' is not a number from 0 to 20", root.Start);
        }

        var statuses = List(root, "statuses");
        var priorities = List(root, "priorities");
        return new BacklogConfig
        {
            ProjectName = Scalar(root, "project_name") ?? "",
            Statuses = statuses.IsEmpty ? DefaultStatuses : statuses,
            DefaultStatus = Scalar(root, "default_status") ?? "To Do",
            TaskPrefix = prefix,
            ZeroPaddedIds = digits,
            DateFormat = Scalar(root, "date_format") ?? "yyyy-mm-dd",
            Labels = List(root, "labels"),
            Priorities = priorities.IsEmpty ? DefaultPriorities : priorities,
            DefaultAssignee = List(root, "default_assignee"),
            DefinitionOfDone = List(root, "definition_of_done"),
            FilesystemOnly = IsTrue(root, "filesystem_only") || IsTrue(root, "filesystemOnly"),
            BacklogDirectory = Scalar(root, "backlog_directory") ?? Scalar(root, "backlogDirectory"),
        };
    }

    private static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool IsTrue(YamlMappingNode root, string key) =>
        "true".Equals(Scalar(root, key), StringComparison.OrdinalIgnoreCase);

    private static string? Scalar(YamlMappingNode root, string key) =>
        root.Children.TryGetValue(new YamlScalarNode(key), out var node)
        && node is YamlScalarNode { Value.Length: > 0 } scalar
            ? scalar.Value.Trim()
            : null;

    private static ImmutableArray<string> List(YamlMappingNode root, string key)
    {
        if (!root.Children.TryGetValue(new YamlScalarNode(key), out var node))
        {
            return [];
        }

        return node switch
        {
            YamlSequenceNode sequence =>
            [
                .. sequence
                    .Children.OfType<YamlScalarNode>()
                    .Select(s => s.Value?.Trim() ?? "")
                    .Where(s => s.Length > 0),
            ],
            YamlScalarNode { Value.Length: > 0 } scalar => [scalar.Value.Trim()],
            _ => [],
        };
    }

    private static Diagnostic Invalid(string fileName, string why, Mark at) =>
        WorkspaceDiagnostics.BacklogConfigInvalid.Error(
            $"The backlog configuration cannot be read: {why}.",
            "correct the file, or see 'backlog config list'",
            new SourceLocation(fileName, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column))
        );
}
