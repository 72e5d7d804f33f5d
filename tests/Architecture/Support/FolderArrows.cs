using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Support;

/// <summary>Which folder of a project uses which: read from the compiled assembly, from signatures and from the code of methods.
/// A folder is a namespace below the project's own; the project's root is above all of them and belongs to none.</summary>
internal sealed class FolderArrows
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly string _prefix;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _arrows = new(StringComparer.Ordinal);

    private FolderArrows(PEReader image, string rootNamespace)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
        _prefix = rootNamespace + ".";
    }

    /// <summary>Folder → folder it uses → one type that does.</summary>
    public static SortedDictionary<string, SortedDictionary<string, string>> Read(string assembly, string rootNamespace)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var arrows = new FolderArrows(image, rootNamespace);
        foreach (var handle in arrows._metadata.TypeDefinitions)
        {
            arrows.ReadType(handle);
        }

        return arrows._arrows;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        if (FolderOf(handle) is not { } from)
        {
            return;
        }

        var uses = new TypeUses(_metadata);
        var type = _metadata.GetTypeDefinition(handle);
        uses.Add(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            uses.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields())
        {
            uses.Add(field);
        }

        foreach (var method in type.GetMethods())
        {
            uses.Add(method);
            ReadBody(method, uses);
        }

        foreach (var to in uses.Types.Select(FolderOf).OfType<string>().Where(to => to != from))
        {
            _arrows.TryAdd(from, new(StringComparer.Ordinal));
            _arrows[from].TryAdd(to, _metadata.GetString(Outermost(handle).Name));
        }
    }

    private void ReadBody(MethodDefinitionHandle handle, TypeUses uses)
    {
        var address = _metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0)
        {
            return;
        }

        var body = _image.GetMethodBody(address);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(uses, null);
        }

        foreach (var region in body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Catch))
        {
            uses.Add(region.CatchType);
        }

        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            uses.Add(MetadataTokens.EntityHandle(token));
        }
    }

    private string? FolderOf(TypeDefinitionHandle handle)
    {
        var name = _metadata.GetString(Outermost(handle).Namespace);
        return name.StartsWith(_prefix, StringComparison.Ordinal) ? name[_prefix.Length..] : null;
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return type;
    }
}
