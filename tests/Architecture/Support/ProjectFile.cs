using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Architecture.Support;

/// <summary>A project file: what it references, and its properties with those of the files it imports.</summary>
internal sealed partial class ProjectFile
{
    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _references = [];

    private ProjectFile(string path) => Path = path;

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string AssemblyName => Property("AssemblyName") is { Length: > 0 } given ? given : Name;

    /// <summary>The names of the projects that it references.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>The property's value, empty where it has none.</summary>
    public string Property(string name) => _properties.GetValueOrDefault(name, "");

    public static ProjectFile Load(string path)
    {
        var project = new ProjectFile(path);
        project.Read(System.IO.Path.Combine(Repository.Root, "Directory.Build.props"));
        project.Read(path);
        return project;
    }

    private void Read(string path)
    {
        foreach (var element in XDocument.Load(path).Root!.Elements())
        {
            if (element.Name.LocalName == "Import")
            {
                var imported = Expand(element.Attribute("Project")!.Value);
                Read(System.IO.Path.GetFullPath(imported, System.IO.Path.GetDirectoryName(path)!));
            }
            else if (element.Name.LocalName == "PropertyGroup" && element.Attribute("Condition") is null)
            {
                ReadProperties(element);
            }
            else if (element.Name.LocalName == "ItemGroup")
            {
                // A reference under a condition is a reference.
                _references.AddRange(
                    element
                        .Elements("ProjectReference")
                        .Select(r => r.Attribute("Include")!.Value.Replace('\\', '/'))
                        .Select(r => System.IO.Path.GetFileNameWithoutExtension(r))
                );
            }
        }
    }

    private void ReadProperties(XElement group)
    {
        foreach (var property in group.Elements())
        {
            if (property.Attribute("Condition") is null || !_properties.ContainsKey(property.Name.LocalName))
            {
                _properties[property.Name.LocalName] = Expand(property.Value);
            }
        }
    }

    private string Expand(string text) =>
        PropertyUse().Replace(text, m => _properties.GetValueOrDefault(m.Groups["name"].Value, ""));

    [GeneratedRegex(@"\$\((?<name>\w+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PropertyUse();
}
